import type { Resource } from '@gatehouse/contracts/gateways';
import type { Database } from '@gatehouse/db/schema';
import type { SpecOf } from '@gatehouse/gateways/driver';
import { sql, type Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { asPending, type PreparedEntry, retireEntries, specPlace, wantEntry } from './desired.ts';

type Sealing = Pick<Services, 'sealer'>;

/** What is wanted of an entry now. The row is locked until the transaction ends. */
export async function lockSpec<R extends Resource>(
  tx: Transaction<Database>,
  { sealer }: Sealing,
  entryId: string,
): Promise<SpecOf[R]> {
  const { spec_sealed, natural_key_hmac } = await lockEntry(tx, entryId);
  return JSON.parse(sealer.open(spec_sealed, specPlace(natural_key_hmac)));
}

/**
 * Wants an entry otherwise. Where its identity at the gateway stays it changes in place; another identity is another
 * entry, wanted in the same transaction in which the old one is retired, so that one write does both. Answers the id of
 * the entry that is wanted from now on; null where somebody wants the new identity already.
 */
export async function changeEntry(
  tx: Transaction<Database>,
  services: Sealing,
  entryId: string,
  next: PreparedEntry,
): Promise<string | null> {
  const row = await lockEntry(tx, entryId);
  if (row.natural_key_hmac.equals(next.natural_key_hmac)) {
    await changeInPlace(tx, services, row, next.spec_sealed);
    return entryId;
  }
  const wanted = await wantEntry(tx, next).executeTakeFirst();
  if (!wanted) return null;
  await retireEntries(tx, [entryId]);
  return wanted.id;
}

type LockedEntry = Awaited<ReturnType<typeof lockEntry>>;

async function changeInPlace(
  tx: Transaction<Database>,
  { sealer }: Sealing,
  row: LockedEntry,
  sealed: Buffer,
): Promise<void> {
  const place = specPlace(row.natural_key_hmac);
  const before = sealer.open(row.spec_sealed, place);
  if (before === sealer.open(sealed, place)) return;
  // A write of the spec before this one may have arrived unconfirmed: what it had counts as ours as well.
  const base = { ...(row.base_sealed && JSON.parse(sealer.open(row.base_sealed, place))), ...JSON.parse(before) };
  await tx
    .updateTable('gateway_entries')
    .set({
      spec_sealed: sealed,
      base_sealed: sealer.seal(JSON.stringify(base), place),
      generation: sql`generation + 1`,
      ...asPending,
    })
    .where('id', '=', row.id)
    .execute();
}

async function lockEntry(tx: Transaction<Database>, entryId: string) {
  const row = await tx
    .selectFrom('gateway_entries')
    .select(['id', 'natural_key_hmac', 'spec_sealed', 'base_sealed'])
    .where('id', '=', entryId)
    .where('desired', '=', 'present')
    .forUpdate()
    .executeTakeFirst();
  if (!row?.spec_sealed) throw notFound('entry');
  return { ...row, spec_sealed: row.spec_sealed };
}
