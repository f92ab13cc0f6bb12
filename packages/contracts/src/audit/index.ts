import { z } from 'zod';

export const listAuditEntriesInput = z.object({
  /** The `id` of the last entry of the page before. */
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export type AuditEntryView = {
  id: string;
  at: Date;
  actor: string;
  /** Past tense verb and resource, e.g. `provider-key.contributed`. */
  action: string;
  resource: string;
  resourceId: string | null;
  details: Record<string, unknown>;
  requestId: string | null;
};
