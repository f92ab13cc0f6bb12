import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { SpecOf } from './index.ts';

export type Normalised<R extends Resource> = { ok: true; spec: SpecOf[R] } | { ok: false; problem: GatewayProblem };

export const refused = (message: string): { ok: false; problem: GatewayProblem } => ({
  ok: false,
  problem: { code: 'refused', message },
});

export const dropped = (message: string): { ok: false; problem: GatewayProblem } => ({
  ok: false,
  problem: { code: 'dropped', message },
});
