import type { AccountsDriver } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import type { GatewayPass, Services } from '../context/index.ts';
import { isRefused } from '../gateway-sync/index.ts';
import { selectUnsettled } from './connect-repository.ts';
import { fileHmac } from './file-names.ts';
import { nameOf, planAccounts } from './plan.ts';
import { selectAccountRows, selectNamedRows } from './repository.ts';
import { type AccountsRun, GatewayAway, type SeenFile } from './run.ts';
import { settleAccounts } from './settle-accounts.ts';
import { settleLogins } from './settle-logins.ts';

/** Brings the accounts of a gateway from how they are to how they are wanted. Logins come first: they look at what is new. */
export const accountsPass: GatewayPass = {
  async run(services, at) {
    const { accounts } = at.driver;
    if (!accounts) return { ok: true, writes: 0 };
    const list = () => listFiles(services, at.gatewayId, accounts);
    const run: AccountsRun = { ...services, ...at, accounts, list };
    try {
      if ((await selectUnsettled(services.db, at.gatewayId)).length > 0) await settleLogins(run);
      const rows = await selectAccountRows(services.db, at.gatewayId);
      return { ok: true, writes: rows.length === 0 ? 0 : await settleAccounts(run, rows) };
    } catch (error) {
      if (!(error instanceof GatewayAway)) throw error;
      services.log.warn({ gatewayId: at.gatewayId, problem: error.problem.code }, 'accounts could not be synced');
      return isRefused(error.problem) ? { ok: false, problem: error.problem } : { ok: true, writes: 0 };
    }
  },

  async hasWork(db, gatewayId) {
    const { rows } = await sql<{ hasWork: boolean }>`
      select exists (select from provider_accounts where gateway_id = ${gatewayId}
          and status in ('pending', 'drifted', 'unknown'))
        or exists (select from connect_sessions where gateway_id = ${gatewayId} and (status = 'open' or is_closing))
        as "hasWork"`.execute(db);
    return rows[0]?.hasWork ?? false;
  },

  async plan(services, { gatewayId, driver, isReportOnly }) {
    const { accounts } = driver;
    if (!accounts) return { ok: true, accounts: null };
    try {
      const files = await listFiles(services, gatewayId, accounts);
      return { ok: true, accounts: planAccounts(await selectNamedRows(services.db, gatewayId), files, isReportOnly) };
    } catch (error) {
      if (error instanceof GatewayAway) return { ok: false, problem: error.problem };
      throw error;
    }
  },

  async bound(db, gatewayId, which) {
    const rows = (await selectNamedRows(db, gatewayId)).filter((row) => row.desired === 'present');
    return rows
      .filter((row) => which === 'all' || row.status === 'drifted' || row.status === 'rejected')
      .map((row) => ({ ...nameOf(row), reason: restsThere }));
  },

  async due(db) {
    const { rows } = await sql<{ id: string }>`
      select g.id from gateways g
      where g.removed_at is null and coalesce(g.locked_out_until <= now(), true) and (
        exists (select from provider_accounts a where a.gateway_id = g.id
          and a.status in ('pending', 'drifted', 'unknown') and a.next_attempt_at <= now())
        or exists (select from connect_sessions s where s.gateway_id = g.id and (s.status = 'open' or s.is_closing)
          and s.polled_at <= now() - interval '10 seconds'))`.execute(db);
    return rows.map(({ id }) => id);
  },
};

const restsThere = 'Its credential is at that gateway only. Its owner connects it again.';

/** The gateway's files by the hex HMAC of their names. Throws `GatewayAway`. */
async function listFiles(
  { hmac }: Pick<Services, 'hmac'>,
  gatewayId: string,
  accounts: AccountsDriver,
): Promise<Map<string, SeenFile>> {
  const seen = await accounts.list();
  if (!seen.ok) throw new GatewayAway(seen.problem);
  return new Map(
    seen.accounts.map((file): [string, SeenFile] => {
      const fileName = fileHmac(hmac, gatewayId, file.fileName);
      return [fileName.toString('hex'), { ...file, hmac: fileName }];
    }),
  );
}
