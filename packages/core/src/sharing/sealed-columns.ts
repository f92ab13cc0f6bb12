import type { SealedColumn } from '../secrets/index.ts';
import { followerValuesPlace } from './subscription-repository.ts';

/** What this domain keeps sealed; read when secret keys are rotated. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'share_subscriptions', column: 'values_sealed', key: 'id::text', place: followerValuesPlace },
];
