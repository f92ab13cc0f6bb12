import type { AccountAction } from '@gatehouse/contracts/gateway-upkeep';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { accountSettings } from '@gatehouse/contracts/provider-accounts';
import type { ApplyOutcome } from '@gatehouse/gateways/driver';
import { accountEvent } from './account-events.ts';
import { type AccountUpdate, recordAccount } from './account-updates.ts';
import {
  areSettingsDue,
  isFlapping,
  isInUpload,
  isReported,
  isReverted,
  neededActions,
  recentReversals,
} from './differences.ts';
import { openHeaders } from './headers.ts';
import type { AccountRow } from './repository.ts';
import type { AccountsRun, SeenFile } from './run.ts';

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
    if (!update) continue;
    const seen = before.get(key);
    await recordAccount(run, row, { ...update, event: accountEvent(row, seen, update) });
  }
  return writesOf(outcomes);
}

const writesOf = (outcomes: ReadonlyMap<string, ApplyOutcome>): number =>
  [...outcomes.values()].reduce((sum, { writes }) => sum + writes, 0);

/** The one write that brings this account nearer to how it is wanted; null if there is none. */
function writeFor(run: AccountsRun, row: AccountRow, seen: SeenFile | undefined): (() => Promise<ApplyOutcome>) | null {
  if (!seen || row.status === 'conflict' || row.status === 'rejected') return null;
  if (isReported(row, run.isReportOnly) || isFlapping(row, seen)) return null;
  const actions = neededActions(row, seen);
  if (actions.length === 0) return null;
  return async () => {
    let writes = 0;
    for (const action of actions) {
      const outcome = await make(run, row, seen.fileName, action);
      writes += outcome.writes;
      if (outcome.outcome !== 'applied') return { ...outcome, writes };
    }
    return { outcome: 'applied', writes };
  };
}

function make(run: AccountsRun, row: AccountRow, fileName: string, action: AccountAction): Promise<ApplyOutcome> {
  if (action === 'delete') return run.accounts.remove(fileName);
  if (action !== 'edit') return run.accounts.setDisabled(fileName, row.is_disabled);
  const headers = openHeaders(run, row);
  return run.accounts.setFields(fileName, {
    ...accountSettings.parse(row.settings),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  });
}

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
  const areSettingsDone = !areSettingsDue(row) || outcome?.outcome === 'applied';
  if (
    areSettingsDone &&
    neededActions({ ...row, applied_settings_generation: row.settings_generation }, after).length === 0
  )
    return {
      status: 'applied',
      problem: null,
      health: after.health,
      settingsGeneration: row.settings_generation,
      reversals,
    };
  if (isReported(row, run.isReportOnly)) return { status: 'drifted', problem: changedOutside, health: after.health };
  return { ...waiting(outcome), health: after.health, reversals };
}

/** Not there yet: tried again, later each time. */
const waiting = (outcome: ApplyOutcome | undefined): AccountUpdate => ({
  status: outcome?.outcome === 'unknown' ? 'unknown' : 'pending',
  problem: outcome && outcome.outcome !== 'applied' ? outcome.problem : null,
  isRetry: true,
});

const problem = (code: GatewayProblem['code'], message: string): GatewayProblem => ({ code, message });
const neverArrived = problem(
  'dropped',
  'The credential never reached the gateway. Remove this account and import it again.',
);
const gone = problem(
  'changed_outside',
  'The gateway does not have this credential any more, and nobody else can bring it back. Connect the account again, or remove it here.',
);
const changedOutside = problem('changed_outside', 'Somebody changed this account at the gateway itself.');
const keepsChanging = problem(
  'keeps_changing',
  'Somebody else keeps changing this account at the gateway. Switch or edit it here once more when that has ended.',
);
