import type { SealedColumn } from '../secrets/index.ts';

export const clientKeyPlace = (id: string): string => `client_keys.key_sealed:${id}`;

/** What this domain keeps sealed; read when secret keys are rotated. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'client_keys', column: 'key_sealed', key: 'id::text', place: clientKeyPlace },
];
