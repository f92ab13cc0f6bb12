import { z } from 'zod';
import { displayName, httpUrl, id, modelId, secret } from '../fields/index.ts';
import type { EntryState } from '../gateways/index.ts';

/** Families of provider keys that a member can contribute. Codex needs its base URL: the gateway drops an entry without one. */
export const providers = ['claude', 'gemini', 'codex'] as const;
export type Provider = (typeof providers)[number];
export const provider = z.enum(providers);

/** Where each family's own API lives; offered as the default base URL. Null: the gateway knows it by itself. */
export const defaultBaseUrl: Record<Provider, string | null> = {
  claude: null,
  gemini: null,
  codex: 'https://api.openai.com/v1',
};

/** `name` is the upstream's id, `alias` what clients ask for. */
export const modelMapping = z.object({ name: modelId, alias: modelId });
export type ModelMapping = z.infer<typeof modelMapping>;

export const uniqueAliases = (models: readonly ModelMapping[]): boolean =>
  new Set(models.map((model) => model.alias)).size === models.length;

export const contributeProviderKeyInput = z
  .object({
    /** Left out: the only gateway, or the first one. */
    gatewayId: id.optional(),
    provider,
    name: displayName,
    apiKey: secret,
    baseUrl: httpUrl.optional(),
    prefix: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'A prefix holds letters, digits, dots, hyphens and underscores.')
      .optional(),
    models: z.array(modelMapping).max(200).refine(uniqueAliases, 'Each alias can be given once.').optional(),
    excludedModels: z.array(modelId).max(200).optional(),
    /** How long the call may wait for the gateway to confirm; 0 answers at once with `pending`. */
    waitMs: z.number().int().min(0).max(10_000).default(0),
  })
  .transform((value) => {
    const baseUrl = value.baseUrl ?? defaultBaseUrl[value.provider];
    return baseUrl === null ? value : { ...value, baseUrl };
  });
export type ContributeProviderKeyInput = z.infer<typeof contributeProviderKeyInput>;

export const removeProviderKeyInput = z.object({ id, waitMs: z.number().int().min(0).max(10_000).default(0) });
export const listProviderKeysInput = z.object({ scope: z.enum(['own', 'all']).default('own') });

export type ProviderKeyView = {
  id: string;
  gatewayId: string;
  gatewayName: string;
  provider: Provider;
  name: string;
  /** First characters and last four of the key, enough to recognise it. */
  masked: string;
  baseUrl: string | null;
  owner: { id: string; name: string } | null;
  createdAt: Date;
  state: EntryState;
};
