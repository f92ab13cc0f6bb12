import type { GatewayEventAction } from '@gatehouse/contracts/gateway-upkeep';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome } from '@gatehouse/gateways/driver';
import type { SettingRow } from './repository.ts';

/** So many reversals by somebody else within this time, and a person has to decide. */
const conflictAfter = 3;
const conflictWindowMs = 10 * 60_000;
/** Acknowledged so many times and still not there: the gateway leaves it out. */
const droppedAfter = 5;

export type Finding = {
  row: Pick<SettingRow, 'status' | 'reverted_at' | 'attempts'> & { problem?: unknown };
  /** Whether the gateway was as wished before anything was written, and as it was read back. */
  before: boolean;
  after: boolean;
  /** What the gateway said to the write; null where there was none. */
  outcome: ApplyOutcome | null;
  now: Date;
  isReportOnly: boolean;
};

export type SettingUpdate = {
  status: SettingRow['status'];
  problem: GatewayProblem | null;
  attempts: number;
  retryInMs: number;
  wasReverted: boolean;
  /** To be told in the gateway's history: somebody else changed what had been confirmed. */
  event: GatewayEventAction | null;
};

type Before = Pick<Finding, 'row' | 'before' | 'now' | 'isReportOnly'>;

const wasReverted = ({ row, before }: Pick<Finding, 'row' | 'before'>): boolean => row.status === 'applied' && !before;

function isConflict({ row, before, now }: Pick<Finding, 'row' | 'before' | 'now'>): boolean {
  if (!wasReverted({ row, before })) return false;
  const recent = row.reverted_at.filter((at) => now.getTime() - at.getTime() < conflictWindowMs);
  return recent.length + 1 >= conflictAfter;
}

const isReported = ({ row, before, isReportOnly }: Before): boolean =>
  isReportOnly && !before && (row.status === 'applied' || row.status === 'drifted');

/** Whether this run may write what a row wants. Pure. */
export const isToBeWritten = (finding: Before): boolean =>
  !finding.before &&
  finding.row.status !== 'conflict' &&
  finding.row.status !== 'rejected' &&
  !isReported(finding) &&
  !isConflict(finding);

/** What to write down after a run; null if nothing is different. Pure. */
export function settle(finding: Finding): SettingUpdate | null {
  const { row, after, outcome } = finding;
  const reverted = wasReverted(finding);
  const update = (status: SettingRow['status'], fields: Partial<SettingUpdate> = {}): SettingUpdate => ({
    status,
    problem: null,
    attempts: 0,
    retryInMs: 0,
    wasReverted: reverted,
    event: null,
    ...fields,
  });
  if (isConflict(finding)) return update('conflict', { problem: keepsChanging, event: 'held' });
  if (after)
    return row.status === 'applied' && !reverted ? null : update('applied', { event: reverted ? 'repaired' : null });
  if (row.status === 'conflict' || row.status === 'rejected') return null;
  if (isReported(finding))
    // Nothing is due: each look at everything finds out by itself when it is as wished again.
    return row.status === 'drifted'
      ? null
      : update('drifted', { problem: changedOutside, event: 'reported', retryInMs: tenYearsMs });
  // Another process took over before it was written: it goes on there.
  if (outcome === null) return null;
  const attempts = row.attempts + 1;
  const later = { attempts, retryInMs: backoffMs(attempts) };
  const event = reverted ? 'repairing' : null;
  if (outcome.outcome === 'unknown') return update('unknown', { ...later, problem: outcome.problem, event });
  if (outcome.outcome === 'rejected')
    return isFinal(outcome.problem)
      ? update('rejected', { attempts, problem: outcome.problem, event: reverted ? 'held' : null })
      : update('pending', { ...later, problem: outcome.problem, event });
  // Other failures say nothing about what the gateway does with what it acknowledges: they are not counted.
  const acknowledged = row.problem ? 1 : attempts;
  if (acknowledged >= droppedAfter) return update('rejected', { attempts: acknowledged, problem: dropped });
  return update('pending', { attempts: acknowledged, retryInMs: backoffMs(acknowledged), event });
}

const backoffMs = (attempts: number): number => Math.min(300_000, 1000 * 2 ** Math.min(attempts - 1, 9));

const tenYearsMs = 10 * 365 * 86_400_000;

const isFinal = ({ code }: GatewayProblem): boolean => ['refused', 'dropped', 'unsupported'].includes(code);

const changedOutside: GatewayProblem = {
  code: 'changed_outside',
  message: 'Somebody changed this at the gateway. Its policy is to report only: press “Apply” to put it back.',
};
const keepsChanging: GatewayProblem = {
  code: 'keeps_changing',
  message: 'Something else keeps changing this at the gateway. Find out what, then accept it again.',
};
const dropped: GatewayProblem = {
  code: 'dropped',
  message: 'The gateway accepted it and then left it out.',
};
