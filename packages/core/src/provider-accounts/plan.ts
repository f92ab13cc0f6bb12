import type { AccountName, AccountsPlan, HeldAccount } from '@gatehouse/contracts/gateway-upkeep';
import { accountSettings } from '@gatehouse/contracts/provider-accounts';
import { areSettingsDue, editedSettings, isFlapping, isInUpload, isReported, neededActions } from './differences.ts';
import { addressHint } from './file-names.ts';
import type { NamedAccountRow } from './repository.ts';
import type { SeenFile } from './run.ts';

/** What a pass would do to each account, from how its file is now. Pure. */
export function planAccounts(
  rows: readonly NamedAccountRow[],
  files: ReadonlyMap<string, SeenFile>,
  isReportOnly: boolean,
): AccountsPlan {
  const plan: AccountsPlan = { changes: [], held: [], agreeing: 0, unclaimed: [] };
  const owned = new Set<string>();
  for (const row of rows) {
    const key = row.file_name_hmac.toString('hex');
    owned.add(key);
    const seen = files.get(key);
    const reason = heldReason(row, seen, isReportOnly);
    const actions = seen ? neededActions(row, seen) : [];
    if (reason)
      plan.held.push({ ...nameOf(row), status: row.status, reason, problem: row.problem as HeldAccount['problem'] });
    else if (seen && actions.length > 0)
      plan.changes.push({ ...nameOf(row), actions, fields: actions.includes('edit') ? fieldsOf(row, seen) : [] });
    else plan.agreeing += 1;
  }
  plan.unclaimed = [...files]
    .filter(([key]) => !owned.has(key))
    .map(([, { provider, email }]) => ({ provider, hint: addressHint(email) }));
  return plan;
}

export const nameOf = (row: NamedAccountRow): AccountName => ({
  accountId: row.id,
  provider: row.provider,
  name: row.name,
  ownerName: row.user_name ?? 'Removed',
});

function heldReason(
  row: NamedAccountRow,
  seen: SeenFile | undefined,
  isReportOnly: boolean,
): HeldAccount['reason'] | null {
  if (row.status === 'rejected' || row.status === 'conflict') return row.status;
  if (!seen) {
    if (isInUpload(row)) return 'uploading';
    return row.desired === 'present' ? 'gone' : null;
  }
  if (isFlapping(row, seen)) return 'conflict';
  return isReported(row, isReportOnly) && neededActions(row, seen).length > 0 ? 'policy' : null;
}

/** The gateway shows some of the settings only: after a change here all of them are written. */
function fieldsOf(row: NamedAccountRow, seen: SeenFile): string[] {
  if (!areSettingsDue(row)) return editedSettings(row, seen);
  return [...Object.keys(accountSettings.parse(row.settings)), ...(row.headers_sealed ? ['headers'] : [])];
}
