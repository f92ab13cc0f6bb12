import { z } from 'zod';
import { displayName, httpUrl, id, secret } from '../fields/index.ts';
import type { EntryState } from '../gateways/index.ts';
import {
  type EntrySettings,
  entryVersion,
  excludedModels,
  headerEdits,
  headers,
  type ModelMapping,
  modelMappings,
  prefix,
  priority,
  proxyUrl,
  requestRetry,
  waitMs,
  weight,
} from './fields.ts';

export * from './fields.ts';

/** Families of provider keys that a member can contribute. The gateway drops codex and xai keys without a base URL. */
export const providers = ['claude', 'gemini', 'codex', 'interactions', 'xai', 'vertex'] as const;
export type Provider = (typeof providers)[number];
export const provider = z.enum(providers);

/** Where each family's own API lives; offered as the default base URL. Null: the gateway knows it by itself. */
export const defaultBaseUrl: Record<Provider, string | null> = {
  claude: null,
  gemini: null,
  codex: 'https://api.openai.com/v1',
  interactions: null,
  xai: 'https://api.x.ai/v1',
  vertex: null,
};

export const contributeProviderKeyInput = z
  .object({
    /** Left out: the only gateway, or the first one. */
    gatewayId: id.optional(),
    provider,
    name: displayName,
    apiKey: secret,
    baseUrl: httpUrl.optional(),
    proxyUrl: proxyUrl.optional(),
    headers: headers.optional(),
    prefix: prefix.optional(),
    models: modelMappings.optional(),
    excludedModels: excludedModels.optional(),
    priority: priority.optional(),
    weight: weight.optional(),
    requestRetry: requestRetry.optional(),
    isCoolingDisabled: z.boolean().optional(),
    isDisabled: z.boolean().optional(),
    /** How long the call may wait for the gateway to confirm; 0 answers at once with `pending`. */
    waitMs,
  })
  .transform((value) => {
    const baseUrl = value.baseUrl ?? defaultBaseUrl[value.provider];
    return baseUrl === null ? value : { ...value, baseUrl };
  });
export type ContributeProviderKeyInput = z.infer<typeof contributeProviderKeyInput>;

/** What is left out stays as it is; null, an empty list or false takes it away. */
export const updateProviderKeyInput = z.object({
  id,
  /** As last read: an edit of something older is refused instead of undoing somebody else's. */
  version: entryVersion,
  name: displayName.optional(),
  /** Another key or base URL is another entry at the gateway; both change places in one write. */
  apiKey: secret.optional(),
  baseUrl: httpUrl.nullable().optional(),
  proxyUrl: proxyUrl.nullable().optional(),
  headers: headerEdits.optional(),
  prefix: prefix.nullable().optional(),
  models: modelMappings.optional(),
  excludedModels: excludedModels.optional(),
  priority: priority.nullable().optional(),
  weight: weight.nullable().optional(),
  requestRetry: requestRetry.nullable().optional(),
  isCoolingDisabled: z.boolean().optional(),
  isDisabled: z.boolean().optional(),
  waitMs,
});
export type UpdateProviderKeyInput = z.infer<typeof updateProviderKeyInput>;

export const removeProviderKeyInput = z.object({ id, waitMs });
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
  models: ModelMapping[];
  settings: EntrySettings;
  isDisabled: boolean;
  /** Goes up with each edit. */
  version: number;
  owner: { id: string; name: string } | null;
  createdAt: Date;
  state: EntryState;
};
