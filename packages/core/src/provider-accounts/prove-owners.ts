import { type ConnectRow, selectParked, selectUncertain } from './connect-repository.ts';
import { end } from './end-login.ts';
import { giveAccount } from './give-account.ts';
import { statusOf } from './login-status.ts';
import { type AccountRow, selectAccountRows } from './repository.ts';
import type { AccountsRun, SeenFile } from './run.ts';

/** The gateway has confirmed, so the credential is there already; its list may lag a little. */
const appearancePatienceMs = 60_000;

/**
 * For each provider: a confirmed login owns a credential only if it is the one login that can have brought it and the
 * one credential that can have come of it. In every other case nobody gets any, and an administrator decides. Where
 * another login ended while this was looked at, both are decided together, in a further look.
 */
export async function proveOwners(
  run: AccountsRun,
  unsettled: readonly ConnectRow[],
): Promise<'decided' | 'look again'> {
  const files = await run.list();
  const owned = new Map((await selectAccountRows(run.db, run.gatewayId)).map((row) => [hex(row), row]));
  const parked = await selectParked(run.db, run.gatewayId);
  let result: 'decided' | 'look again' = 'decided';
  for (const provider of new Set(unsettled.map((row) => row.provider))) {
    const confirmed = unsettled.filter((row) => row.provider === provider && row.confirmed_at);
    const [first] = confirmed;
    if (!first) continue;
    const others = unsettled.filter((row) => row.provider === provider && !row.confirmed_at);
    if (!(await areIdle(run, others))) {
      result = 'look again';
      continue;
    }
    const isAlone = confirmed.length === 1 && (await isCertain(run, first));
    const candidates = candidatesOf(first, { provider, files, owned, parked });
    await decide(run, confirmed, { isAlone, candidates, owned });
  }
  return result;
}

const hex = (row: { file_name_hmac: Buffer }): string => row.file_name_hmac.toString('hex');

/** Asked after the files were read: a login that still waits then has written none of them. */
async function areIdle(run: AccountsRun, others: readonly ConnectRow[]): Promise<boolean> {
  for (const row of others) if (!['waiting', 'failed'].includes(await statusOf(run, row))) return false;
  return true;
}

/** No login that ended meanwhile can have left something behind. */
const isCertain = async (run: AccountsRun, row: ConnectRow): Promise<boolean> =>
  (await selectUncertain(run.db, row)).length === 0;

type Known = {
  provider: string;
  files: ReadonlyMap<string, SeenFile>;
  owned: ReadonlyMap<string, AccountRow>;
  parked: ReadonlyMap<string, unknown>;
};

/** Files that were written since the login began, but for those of which it is known where they come from. */
function candidatesOf(row: ConnectRow, { provider, files, owned, parked }: Known): [string, SeenFile][] {
  return [...files].filter(([key, file]) => {
    if (file.provider !== provider || parked.has(key)) return false;
    const known = row.known_files[key];
    return known === undefined ? !owned.has(key) : known !== (file.modifiedAt ?? '');
  });
}

type Found = { isAlone: boolean; candidates: [string, SeenFile][]; owned: ReadonlyMap<string, AccountRow> };

async function decide(run: AccountsRun, confirmed: ConnectRow[], { isAlone, candidates, owned }: Found): Promise<void> {
  const [row] = confirmed;
  const [candidate] = candidates;
  if (!row) return;
  if (!candidate) {
    for (const each of confirmed)
      if (Date.now() - (each.confirmed_at?.getTime() ?? 0) > appearancePatienceMs)
        await end(run, each, { status: 'failed', problem: 'nothing-appeared' });
    return;
  }
  const [key, file] = candidate;
  const owner = owned.get(key);
  const isProven = isAlone && candidates.length === 1 && (owner !== undefined || row.known_files[key] === undefined);
  if (!isProven) {
    const free = candidates.filter(([each]) => !owned.has(each)).map(([each]) => each);
    for (const each of confirmed) await end(run, each, { status: 'unclaimed', parked: free });
  } else if (!owner) await giveAccount(run, row, file);
  else if (owner.user_id === row.user_id && owner.desired === 'present')
    await end(run, row, { status: 'connected', accountId: owner.id });
  else await end(run, row, { status: 'failed', problem: 'taken' });
}
