import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { type DomainError, fail } from '../errors/index.ts';

/** What a person hears when a gateway did not let something be done. */
export const unusable = ({ code, message, retryAfterSeconds }: GatewayProblem): DomainError =>
  fail('gateway_unusable', message, {
    problem: code,
    message,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterSeconds) }),
  });
