import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome } from '../driver/index.ts';
import type { Connection } from './connection.ts';
import type { ManagementResult } from './management.ts';

export const rejected = (problem: GatewayProblem): ApplyOutcome => ({ outcome: 'rejected', problem, writes: 0 });
export const unreadable: GatewayProblem = {
  code: 'unexpected_answer',
  message: 'The gateway answered with something that cannot be read.',
};

/** Notes a write for the next one, which has to wait until the gateway has loaded it. */
export function concluded({ settling }: Connection, result: ManagementResult): ApplyOutcome {
  if (!result.ok && !result.mayHaveActed) return rejected(result.problem);
  settling.wrote(null);
  return result.ok ? { outcome: 'applied', writes: 1 } : { outcome: 'unknown', problem: result.problem, writes: 1 };
}
