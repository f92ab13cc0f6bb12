import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { accountSettings } from '@gatehouse/contracts/provider-accounts';
import type { ApplyOutcome } from '@gatehouse/gateways/driver';
import { type AccountUpdate, recordAccount } from './account-updates.ts';
import type { AccountRow } from './repository.ts';
import type { AccountsRun, SeenFile } from './run.ts';

/** An upload whose request has died cannot arrive later than this. */
const uploadPatienceMs = 2 * 60_000;
const flapWindowMs = 10 * 60_000;
const mostReversals = 3;

/** Every account of the gateway, as it is wanted, verified by reading back. Answers how many writes it took. */
export async function settleAccounts(run: AccountsRun, rows: readonly AccountRow[]): Promise<number> {
  const before = await run.list();
  const outcomes = new Map<string, ApplyOutcome>();
  for (const row of rows) {
    const write = writeFor(run, row, before.get(row.file_name_hmac.toString('hex')));
    if (!write) continue;
    if (!(await run.mayWrite())) return writesOf(outcomes);
    outcomes.set(row.id, await write());
  }
  const after = outcomes.size > 0 ? await run.list() : before;
  for (const row of rows) {
    const key = row.file_name_hmac.toString('hex');
    const update = settled(row, { before: before.get(key), after: after.get(key), outcome: outcomes.get(row.id), run });
    if (update) await recordAccount(run, row, update);
  }
  return writesOf(outcomes);
}

const writesOf = (outcomes: ReadonlyMap<string, ApplyOutcome>): number =>
  [...outcomes.values()].reduce((sum, { writes }) => sum + writes, 0);

/** The one write that brings this account nearer to how it is wanted; null if there is none. */
function writeFor(run: AccountsRun, row: AccountRow, seen: SeenFile | undefined): (() => Promise<ApplyOutcome>) | null {
  if (!seen || row.status === 'conflict' || row.status === 'rejected') return null;
  const { fileName } = seen;
  if (row.desired === 'absent') return () => run.accounts.remove(fileName);
  if (isReported(run, row) || isFlapping(row, seen)) return null;
  const areSettingsDue = row.settings_generation > row.applied_settings_generation;
  const isSwitchDue = seen.isDisabled !== row.is_disabled;
  if (!areSettingsDue && !isSwitchDue) return null;
  return async () => {
    if (!areSettingsDue) return run.accounts.setDisabled(fileName, row.is_disabled);
    const first = await run.accounts.setFields(fileName, accountSettings.parse(row.settings));
    if (!isSwitchDue || first.outcome !== 'applied') return first;
    const second = await run.accounts.setDisabled(fileName, row.is_disabled);
    return { ...second, writes: first.writes + second.writes };
  };
}

/** What was confirmed and then changed by others is only shown where the gateway's policy says so. */
const isReported = (run: AccountsRun, row: AccountRow): boolean =>
  run.isReportOnly && (row.status === 'applied' || row.status === 'drifted');

const isReverted = (row: AccountRow, seen: SeenFile): boolean =>
  row.status === 'applied' && row.desired === 'present' && seen.isDisabled !== row.is_disabled;

const recentReversals = (row: AccountRow): Date[] =>
  row.reverted_at.filter((at) => Date.now() - at.getTime() < flapWindowMs);

const isFlapping = (row: AccountRow, seen: SeenFile): boolean =>
  isReverted(row, seen) && recentReversals(row).length >= mostReversals - 1;

type Finding = {
  before: SeenFile | undefined;
  after: SeenFile | undefined;
  outcome: ApplyOutcome | undefined;
  run: AccountsRun;
};

function settled(row: AccountRow, finding: Finding): AccountUpdate | null {
  if (row.status === 'conflict' || row.status === 'rejected') return null;
  return row.desired === 'absent' ? settledAbsent(row, finding) : settledPresent(row, finding);
}

function settledAbsent(row: AccountRow, { after, outcome }: Finding): AccountUpdate | null {
  if (after) return waiting(outcome);
  if (isInUpload(row)) return null;
  return { status: 'applied', problem: null, health: null, isGone: true };
}

function settledPresent(row: AccountRow, { before, after, outcome, run }: Finding): AccountUpdate | null {
  if (!after) {
    if (isInUpload(row)) return null;
    return row.is_uploading ? { status: 'rejected', problem: neverArrived } : { status: 'drifted', problem: gone };
  }
  const reversals = before && isReverted(row, before) ? [...recentReversals(row), new Date()] : undefined;
  if (before && isFlapping(row, before)) return { status: 'conflict', problem: keepsChanging, reversals };
  const areSettingsDone = row.settings_generation <= row.applied_settings_generation || outcome?.outcome === 'applied';
  if (areSettingsDone && after.isDisabled === row.is_disabled)
    return {
      status: 'applied',
      problem: null,
      health: after.health,
      settingsGeneration: row.settings_generation,
      reversals,
    };
  if (isReported(run, row)) return { status: 'drifted', problem: switchedOutside, health: after.health };
  return { ...waiting(outcome), health: after.health, reversals };
}

/** Not there yet: tried again, later each time. */
const waiting = (outcome: ApplyOutcome | undefined): AccountUpdate => ({
  status: outcome?.outcome === 'unknown' ? 'unknown' : 'pending',
  problem: outcome && outcome.outcome !== 'applied' ? outcome.problem : null,
  isRetry: true,
});

const isInUpload = (row: AccountRow): boolean =>
  row.is_uploading && Date.now() - row.created_at.getTime() < uploadPatienceMs;

const problem = (code: GatewayProblem['code'], message: string): GatewayProblem => ({ code, message });
const neverArrived = problem(
  'dropped',
  'The credential never reached the gateway. Remove this account and import it again.',
);
const gone = problem(
  'changed_outside',
  'The gateway does not have this credential any more, and nobody else can bring it back. Connect the account again, or remove it here.',
);
const switchedOutside = problem('changed_outside', 'Somebody switched this account at the gateway itself.');
const keepsChanging = problem(
  'keeps_changing',
  'Somebody else keeps switching this account at the gateway. Switch it here once more when that has ended.',
);
