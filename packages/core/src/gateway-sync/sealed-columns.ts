import type { SealedColumn } from '../secrets/index.ts';
import { managementKeyPlace } from './connection.ts';
import { specPlace } from './desired.ts';
import { snapshotPlace } from './snapshots.ts';

const entrySpec = (column: string): SealedColumn => ({
  table: 'gateway_entries',
  column,
  // Two gateways can hold the same entry: its hash alone does not name a row, its place does not care.
  key: "encode(natural_key_hmac, 'hex') || ':' || id",
  place: (key) => specPlace(Buffer.from(key.split(':')[0] ?? '', 'hex')),
});

/** What this domain keeps sealed; read when secret keys are rotated. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'gateways', column: 'management_key_sealed', key: 'id::text', place: managementKeyPlace },
  entrySpec('spec_sealed'),
  entrySpec('base_sealed'),
  { table: 'gateway_snapshots', column: 'state_sealed', key: 'id::text', place: snapshotPlace },
];
