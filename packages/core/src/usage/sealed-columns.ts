import type { SealedColumn } from '../secrets/index.ts';

export const pagePlace = (id: string): string => `usage_inbox.page_sealed:${id}`;

export const sealedColumns: readonly SealedColumn[] = [
  { table: 'usage_inbox', column: 'page_sealed', key: 'id::text', place: pagePlace },
];
