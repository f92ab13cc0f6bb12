import { z } from 'zod';
import { displayName, id } from '../fields/index.ts';
import type { EntryState } from '../gateways/index.ts';

export const createClientKeyInput = z.object({
  gatewayId: id.optional(),
  name: displayName,
  waitMs: z.number().int().min(0).max(10_000).default(0),
});
export type CreateClientKeyInput = z.infer<typeof createClientKeyInput>;

export const revokeClientKeyInput = z.object({ id, waitMs: z.number().int().min(0).max(10_000).default(0) });
export const listClientKeysInput = z.object({ scope: z.enum(['own', 'all']).default('own') });

export type ClientKeyView = {
  id: string;
  gatewayId: string;
  gatewayName: string;
  name: string;
  masked: string;
  owner: { id: string; name: string } | null;
  createdAt: Date;
  revokedAt: Date | null;
  state: EntryState;
};
/** `key` is shown this once. `baseUrl` is where clients send requests (OpenAI style, with `/v1`). */
export type CreatedClientKey = { key: string; baseUrl: string; clientKey: ClientKeyView };
