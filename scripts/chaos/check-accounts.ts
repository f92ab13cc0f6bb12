import { createHmac } from '@gatehouse/core/secrets';
import { ensureInstallation } from '@gatehouse/core/setup';
import type { GatewayFindings } from './check-gateways.ts';
import type { ManagedGateway, World } from './world.ts';

export type AccountFindings = GatewayFindings & { misgiven: string[] };

/** Compares the credential files of a gateway with the accounts that people have there. */
export async function checkAccounts(world: World, gateway: ManagedGateway): Promise<AccountFindings> {
  const findings: AccountFindings = { missing: [], leftOver: [], duplicates: [], misgiven: [] };
  if (!gateway.accounts) return findings;
  const { database, ledger, sealer } = world;
  const { db } = database.handle;
  const hmac = createHmac((await database.insist(() => ensureInstallation({ db, sealer }))).pepper);
  const rows = await database.insist(() =>
    db
      .selectFrom('provider_accounts')
      .select(['id', 'user_id', 'file_name_hmac', 'desired', 'status', 'is_disabled'])
      .where('gateway_id', '=', gateway.id)
      .execute(),
  );
  const numberOf = new Map(ledger.people.flatMap(({ actor }, number): [string, number][] => [[actor.userId, number]]));
  const byName = new Map(rows.map((row) => [row.file_name_hmac.toString('hex'), row]));
  const seen = new Set<string>();
  for (const [name, { isDisabled }] of gateway.accounts.files()) {
    const row = byName.get(hmac('credential-file', `${gateway.id}\0${name}`).toString('hex'));
    if (!row) continue;
    seen.add(row.id);
    if (row.desired === 'absent') findings.leftOver.push(`${gateway.id} account ${row.id}`);
    else if (isDisabled !== row.is_disabled) findings.missing.push(`${gateway.id} account ${row.id} is not switched`);
    const signedIn = /person-(\d+)-\d+@/.exec(name)?.[1];
    if (signedIn !== undefined && Number(signedIn) !== numberOf.get(row.user_id))
      findings.misgiven.push(`account ${row.id} of person ${signedIn} went to ${numberOf.get(row.user_id)}`);
  }
  // One whose upload was lost says so: nobody else has the credential.
  for (const row of rows)
    if (row.desired === 'present' && row.status === 'applied' && !seen.has(row.id))
      findings.missing.push(`${gateway.id} account ${row.id}`);
  return findings;
}
