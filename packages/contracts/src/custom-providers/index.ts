import { z } from 'zod';
import { displayName, httpUrl, id, secret } from '../fields/index.ts';
import type { EntryState } from '../gateways/index.ts';
import { type ModelMapping, modelMapping, uniqueAliases } from '../provider-keys/index.ts';

/** The name that the gateway knows the provider by; it is the entry's identity there. */
export const customProviderName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'Use lower-case letters, digits, dots, hyphens and underscores.');

export const contributeCustomProviderInput = z.object({
  gatewayId: id.optional(),
  name: customProviderName,
  displayName,
  baseUrl: httpUrl,
  apiKey: secret,
  models: z
    .array(modelMapping)
    .min(1, 'Give at least one model: without one the gateway offers nothing.')
    .max(500)
    .refine(uniqueAliases, 'Each alias can be given once.'),
  waitMs: z.number().int().min(0).max(10_000).default(0),
});
export type ContributeCustomProviderInput = z.infer<typeof contributeCustomProviderInput>;

export const removeCustomProviderInput = z.object({ id, waitMs: z.number().int().min(0).max(10_000).default(0) });
export const listCustomProvidersInput = z.object({ scope: z.enum(['own', 'all']).default('own') });

export type CustomProviderView = {
  id: string;
  gatewayId: string;
  gatewayName: string;
  name: string;
  displayName: string;
  baseUrl: string;
  masked: string;
  models: ModelMapping[];
  owner: { id: string; name: string } | null;
  createdAt: Date;
  state: EntryState;
};
