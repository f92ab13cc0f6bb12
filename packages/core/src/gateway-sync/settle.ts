import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome } from '@gatehouse/gateways/driver';
import type { Verdict } from './plan.ts';
import type { EntryRow, EntryUpdate } from './repository.ts';

/** So many reversals by somebody else within this time, and a person has to decide. */
const conflictAfter = 3;
const conflictWindowMs = 10 * 60_000;
/** A write that was acknowledged so many times and is still not there was dropped by the gateway. */
const droppedAfter = 3;

export type Finding = {
  row: Pick<
    EntryRow,
    'id' | 'generation' | 'observed_generation' | 'status' | 'desired' | 'reverted_at' | 'attempts'
  > & {
    problem?: EntryRow['problem'];
  };
  /** As the pass found it, before it changed anything. */
  before: Verdict;
  /** As it was read back; the same as before where nothing was changed. */
  after: Verdict;
  /** What the gateway said to the write that held this entry's change; null where there was none. */
  outcome: ApplyOutcome | null;
  now: Date;
  /** The gateway's policy: what was confirmed once is compared and not put back. */
  isReportOnly?: boolean;
};

/** Whether somebody else undid what had been confirmed at this very generation. */
export const wasReverted = ({ row, before }: Pick<Finding, 'row' | 'before'>): boolean =>
  isConfirmed(row) && before !== 'agrees' && before !== 'ceded' && before !== 'not-live';

export const isConfirmed = (row: Pick<EntryRow, 'status' | 'generation' | 'observed_generation'>): boolean =>
  row.status === 'applied' && row.observed_generation === row.generation;

/** Whether a difference is only shown: the gateway's policy says so, and this very wish had been confirmed before. */
export const isLeftAlone = (
  row: Pick<EntryRow, 'generation' | 'observed_generation'>,
  isReportOnly: boolean | undefined,
): boolean => isReportOnly === true && row.observed_generation === row.generation;

/** Whether this reversal is one too many: then nothing is written any more. */
export function isConflict(finding: Pick<Finding, 'row' | 'before' | 'now'>): boolean {
  if (!wasReverted(finding)) return false;
  const since = finding.now.getTime() - conflictWindowMs;
  return finding.row.reverted_at.filter((at) => at.getTime() > since).length + 1 >= conflictAfter;
}

/** What to write down about an entry after a pass; null if nothing is different. Pure. */
export function settle(finding: Finding): EntryUpdate | null {
  const { row, after, outcome } = finding;
  const reverted = wasReverted(finding);
  const update = (status: EntryRow['status'], fields: Partial<EntryUpdate>): EntryUpdate => ({
    id: row.id,
    generation: row.generation,
    status,
    problem: null,
    isConfirmed: false,
    wasReverted: reverted,
    attempts: 0,
    retryInMs: 0,
    ...fields,
  });
  if (isLeftAlone(row, finding.isReportOnly) && after !== 'agrees' && after !== 'ceded' && after !== 'not-live') {
    // Nothing is due: comparing finds out by itself when it is as it should be again.
    const quiet = { problem: changedOutside, wasReverted: false, retryInMs: tenYearsMs };
    const isSaid = row.status === 'drifted' && row.problem?.code === changedOutside.code;
    return isSaid || row.status === 'conflict' || row.status === 'rejected' ? null : update('drifted', quiet);
  }
  if (isConflict(finding)) return update('conflict', { problem: keepsChanging(row.desired) });
  if (after === 'agrees') {
    return !isConfirmed(row) || reverted || row.attempts > 0 ? update('applied', { isConfirmed: true }) : null;
  }
  if (row.status === 'conflict' || row.status === 'rejected') return null;
  if (after === 'occupied') return update('rejected', { problem: occupied });
  // Not confirmed: a tombstone would hunt the stranger.
  if (after === 'ceded') return row.status === 'applied' ? null : update('applied', {});
  const attempts = row.attempts + 1;
  const later = { attempts, retryInMs: backoffMs(attempts) };
  if (after === 'not-live') {
    // It is there; only the data plane lags. For what was confirmed that may be a reload: it is news the second time.
    return isConfirmed(row) && !reverted && attempts < 2
      ? update('applied', later)
      : update('pending', { ...later, problem: notLive });
  }
  if (outcome?.outcome === 'unknown') return update('unknown', { ...later, problem: outcome.problem });
  if (outcome?.outcome === 'rejected')
    return isFinal(outcome.problem)
      ? update('rejected', { problem: outcome.problem, attempts })
      : update('pending', { ...later, problem: outcome.problem });
  if (outcome?.outcome !== 'applied') return update(reverted ? 'drifted' : 'pending', later);
  // Other failures say nothing about what the gateway does with what it acknowledges: they are not counted.
  const acknowledged = row.problem ? 1 : attempts;
  if (acknowledged >= droppedAfter)
    return row.desired === 'present'
      ? update('rejected', { problem: dropped, attempts: acknowledged })
      : update('conflict', { problem: keepsChanging(row.desired), attempts: acknowledged });
  return update(reverted ? 'drifted' : 'pending', { attempts: acknowledged, retryInMs: backoffMs(acknowledged) });
}

/** The gateway will say the same again: no use in trying. */
const isFinal = (problem: GatewayProblem) =>
  ['refused', 'dropped', 'unsupported', 'would_open_gateway'].includes(problem.code);

/** 1 s, 2 s, 4 s … at most 5 minutes. */
export const backoffMs = (attempts: number): number => Math.min(300_000, 1000 * 2 ** Math.min(attempts - 1, 9));

const tenYearsMs = 10 * 365 * 86_400_000;

const changedOutside: GatewayProblem = {
  code: 'changed_outside',
  message:
    'Somebody changed this at the gateway. It is only reported here, until you press “Apply” or change the policy.',
};
const occupied: GatewayProblem = {
  code: 'refused',
  message:
    'The gateway has something else by this name, which nobody here owns. Remove this and choose another name, or let an administrator adopt what is there.',
};
const notLive: GatewayProblem = {
  code: 'not_live',
  message: 'The gateway has saved it and is still loading it.',
};
const dropped: GatewayProblem = {
  code: 'dropped',
  message: 'The gateway accepted it and then left it out. It may need a field that is missing, such as a base URL.',
};
const keepsChanging = (desired: 'present' | 'absent'): GatewayProblem => ({
  code: 'keeps_changing',
  message:
    desired === 'present'
      ? 'Something else keeps changing or removing this at the gateway. Find out what, then press “Sync now”.'
      : 'Something else keeps putting this back at the gateway. Find out what, then press “Sync now”.',
});
