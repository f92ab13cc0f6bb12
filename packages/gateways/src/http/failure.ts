import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Failure } from './transport.ts';

const problem = (code: GatewayProblem['code'], message: string): GatewayProblem => ({ code, message });

/** Network failures in words. `host` is the gateway's address without credentials. */
export function failureProblem(failure: Failure, host: string): GatewayProblem {
  switch (failure.reason) {
    case 'address-refused':
      return problem('address_refused', `${host} leads to ${failure.detail}, where Gatehouse does not send requests.`);
    case 'not-found':
      return problem('unreachable', `The name in ${host} cannot be resolved. Check the address for a typing error.`);
    case 'refused':
      return problem(
        'unreachable',
        `Nothing listens at ${host}. Check host and port, and that the gateway is running.`,
      );
    case 'connect':
      return problem(
        'unreachable',
        `${host} did not accept a connection. Check the address and any firewall in between.`,
      );
    case 'tls':
      return problem(
        'unreachable',
        `No secure connection to ${host} (${failure.detail}). Check http or https and its certificate.`,
      );
    case 'timeout':
      return problem('timeout', `${host} accepted the connection but did not answer in time.`);
    case 'too-large':
      return problem('unexpected_answer', `${host} answered with more than 32 MiB. This is not a gateway's answer.`);
    case 'reset':
      return problem('unreachable', `${host} closed the connection before it had answered. It may be restarting.`);
  }
}
