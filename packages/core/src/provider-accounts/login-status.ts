import type { LoginStatus } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import type { ConnectRow } from './connect-repository.ts';
import { statePlace } from './file-names.ts';
import { type AccountsRun, GatewayAway } from './run.ts';

/** A login that its gateway never named: the process that asked for it has died. */
const unnamedPatienceMs = 60_000;

/** How the login stands at the gateway. */
export async function statusOf(run: AccountsRun, row: ConnectRow): Promise<LoginStatus> {
  if (!row.state_sealed) return Date.now() - row.created_at.getTime() < unnamedPatienceMs ? 'waiting' : 'unknown';
  const answer = await run.accounts.loginStatus(run.sealer.open(row.state_sealed, statePlace(row.id)));
  if (!answer.ok) throw new GatewayAway(answer.problem);
  await run.db.updateTable('connect_sessions').set({ polled_at: sql<Date>`now()` }).where('id', '=', row.id).execute();
  return answer.status;
}
