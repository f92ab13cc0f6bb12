import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { AccountsDriver, ObservedAccount } from '@gatehouse/gateways/driver';
import type { Services } from '../context/index.ts';

export type SeenFile = ObservedAccount & { hmac: Buffer };

/** One pass over the accounts of one gateway. */
export type AccountsRun = Pick<Services, 'db' | 'sealer' | 'hmac' | 'changes' | 'log'> & {
  gatewayId: string;
  accounts: AccountsDriver;
  isReportOnly: boolean;
  /** Asked right before each write: whether this process is still the one writer. */
  mayWrite: () => Promise<boolean>;
  /** The gateway's files by the hex HMAC of their names. Throws `GatewayAway`. */
  list: () => Promise<Map<string, SeenFile>>;
};

/** The gateway did not answer: the pass ends here, and the next one goes on. */
export class GatewayAway extends Error {
  readonly problem: GatewayProblem;

  constructor(problem: GatewayProblem) {
    super(problem.code);
    this.problem = problem;
  }
}
