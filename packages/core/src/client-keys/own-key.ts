import type { Services } from '../context/index.ts';
import { selectOwnKey } from './repository.ts';
import { clientKeyPlace } from './sealed-columns.ts';

export type OwnClientKey = { id: string; key: string };

/** The key that a person's bundles carry: their own, never anybody else's; null if they have none for this gateway. */
export async function ownClientKey(
  { db, sealer }: Pick<Services, 'db' | 'sealer'>,
  userId: string,
  gatewayId: string,
): Promise<OwnClientKey | null> {
  const row = await selectOwnKey(db, userId, gatewayId);
  if (!row?.key_sealed) return null;
  return { id: row.id, key: sealer.open(row.key_sealed, clientKeyPlace(row.id)) };
}
