import type { SealedColumn } from '../secrets/index.ts';

export const choiceValuesPlace = (userId: string): string => `bundle_choices.values_sealed:${userId}`;

/** What this domain keeps sealed; read when secret keys are rotated. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'bundle_choices', column: 'values_sealed', key: 'user_id::text', place: choiceValuesPlace },
];
