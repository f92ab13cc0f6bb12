import { sql } from 'kysely';
import { type ConnectRow, selectUnsettled } from './connect-repository.ts';
import { end } from './end-login.ts';
import { statePlace } from './file-names.ts';
import { statusOf } from './login-status.ts';
import { proveOwners } from './prove-owners.ts';
import { type AccountsRun, GatewayAway } from './run.ts';

/**
 * Asks how each login stands, and gives an account only to the login that certainly brought it. What is learned is
 * written down at once, so that it does not matter where this ends.
 */
export async function settleLogins(run: AccountsRun): Promise<void> {
  for (let look = 0; look < maxLooks; look += 1) {
    await askHowTheyStand(run);
    const unsettled = await selectUnsettled(run.db, run.gatewayId);
    if (!unsettled.some((row) => row.confirmed_at)) return;
    if ((await proveOwners(run, unsettled)) === 'decided') return;
  }
}

/** Another login can come to its end in the middle of a look. The next run goes on after these. */
const maxLooks = 5;

async function askHowTheyStand(run: AccountsRun): Promise<void> {
  for (const row of await selectUnsettled(run.db, run.gatewayId)) {
    if (row.confirmed_at) continue;
    const status = await statusOf(run, row);
    if (status === 'confirmed') await confirm(run, row);
    else if (status === 'failed') await end(run, row, { status: 'failed', problem: 'declined' });
    else if (status === 'unknown') await end(run, row, { status: ended(row) ?? 'failed', problem: 'lost' });
    else if (row.is_closing || row.expires_at.getTime() <= Date.now()) await giveUp(run, row);
  }
}

/** The gateway says so for a minute only. */
async function confirm(run: AccountsRun, row: ConnectRow): Promise<void> {
  await run.db
    .updateTable('connect_sessions')
    .set({ confirmed_at: sql<Date>`now()` })
    .where('id', '=', row.id)
    .execute();
}

/** Its time is over, or its person gave it up: the gateway is told, so that nothing comes of it later. */
async function giveUp(run: AccountsRun, row: ConnectRow): Promise<void> {
  if (!row.state_sealed) return;
  const cancelled = await run.accounts.cancelLogin(run.sealer.open(row.state_sealed, statePlace(row.id)));
  if (!cancelled.ok) throw new GatewayAway(cancelled.problem);
  // It ended in between: the next look finds out how.
  if (!cancelled.wasWaiting) return;
  await end(run, row, { status: ended(row) ?? 'expired' });
}

const ended = (row: ConnectRow): 'cancelled' | null => (row.is_closing ? 'cancelled' : null);
