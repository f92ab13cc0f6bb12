import { z } from 'zod';
import { displayName, id } from '../fields/index.ts';
import type { EntryState } from '../gateways/index.ts';
import { budgetDuration, expiresAt, type KeyLimits, keyBudget, keyModels, rpmLimit, tpmLimit } from './limits.ts';

export * from './limits.ts';

const waitMs = z.number().int().min(0).max(10_000).default(0);

/** What is left out is not limited. A gateway that cannot hold one of the limits refuses the key. */
export const createClientKeyInput = z
  .object({
    gatewayId: id.optional(),
    name: displayName,
    models: keyModels.optional(),
    maxBudget: keyBudget.optional(),
    budgetDuration: budgetDuration.optional(),
    rpmLimit: rpmLimit.optional(),
    tpmLimit: tpmLimit.optional(),
    /** From then on the key is refused, at every gateway. */
    expiresAt: expiresAt.optional(),
    /** One of the teams of its owner. A gateway that has teams counts its use to that one. */
    teamId: id.optional(),
    waitMs,
  })
  .refine((input) => input.budgetDuration === undefined || input.maxBudget !== undefined, {
    path: ['maxBudget'],
    message: 'Say how much may be spent in this period.',
  });
export type CreateClientKeyInput = z.infer<typeof createClientKeyInput>;

/** What is left out stays as it is; null takes a limit away. */
export const updateClientKeyInput = z.object({
  id,
  /** As last read: an edit of something older is refused instead of undoing somebody else's. */
  version: z.number().int().min(1),
  name: displayName.optional(),
  models: keyModels.nullable().optional(),
  maxBudget: keyBudget.nullable().optional(),
  budgetDuration: budgetDuration.nullable().optional(),
  rpmLimit: rpmLimit.nullable().optional(),
  tpmLimit: tpmLimit.nullable().optional(),
  expiresAt: expiresAt.nullable().optional(),
  /** One of the teams of its owner. */
  teamId: id.nullable().optional(),
  isBlocked: z.boolean().optional(),
  waitMs,
});
export type UpdateClientKeyInput = z.infer<typeof updateClientKeyInput>;

export const revokeClientKeyInput = z.object({ id, waitMs });
export const listClientKeysInput = z.object({ scope: z.enum(['own', 'all']).default('own') });

export type ClientKeyView = {
  id: string;
  gatewayId: string;
  gatewayName: string;
  name: string;
  masked: string;
  owner: { id: string; name: string } | null;
  /** The one of its owner's teams that it belongs to. */
  team: { id: string; name: string } | null;
  limits: KeyLimits;
  expiresAt: Date | null;
  /** Its time is over. A later expiry makes it work again. */
  isExpired: boolean;
  isBlocked: boolean;
  /** Who limited or blocked somebody else's key: its owner cannot change that. Null: only the owner did. */
  limitsSetBy: string | null;
  /** Goes up with each edit. */
  version: number;
  createdAt: Date;
  revokedAt: Date | null;
  state: EntryState;
};
/** `key` is shown this once. `baseUrl` is where clients send requests (OpenAI style, with `/v1`). */
export type CreatedClientKey = { key: string; baseUrl: string; clientKey: ClientKeyView };

export const currentClientKeyInput = z.object({ gatewayId: id.optional() });
/** `baseUrl` of the gateway for clients, without a path. */
export type CurrentClientKey = { key: string; gateway: { id: string; name: string; baseUrl: string } };
