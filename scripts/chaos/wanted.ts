import type { EntryStatus, Resource } from '@gatehouse/contracts/gateways';
import { sealedColumns } from '@gatehouse/core/gateway-sync';
import type { World } from './world.ts';

/** A desired entry of the database, opened. `spec` is null for what is to be gone. */
export type Wanted = {
  id: string;
  gatewayId: string;
  resource: Resource;
  ownerId: string | null;
  spec: object | null;
  status: EntryStatus;
};

export async function readWanted({ database, sealer }: Pick<World, 'database' | 'sealer'>): Promise<Wanted[]> {
  const column = sealedColumns.find((found) => found.table === 'gateway_entries' && found.column === 'spec_sealed');
  const rows = await database.insist(() =>
    database.handle.db
      .selectFrom('gateway_entries')
      .select(['id', 'gateway_id', 'resource', 'owner_user_id', 'natural_key_hmac', 'spec_sealed', 'desired', 'status'])
      .execute(),
  );
  return rows.map((row) => {
    const place = column?.place(row.natural_key_hmac.toString('hex')) ?? '';
    const isWanted = row.desired === 'present' && row.spec_sealed !== null;
    return {
      id: row.id,
      gatewayId: row.gateway_id,
      resource: row.resource,
      ownerId: row.owner_user_id,
      status: row.status,
      spec: isWanted && row.spec_sealed ? (JSON.parse(sealer.open(row.spec_sealed, place)) as object) : null,
    };
  });
}
