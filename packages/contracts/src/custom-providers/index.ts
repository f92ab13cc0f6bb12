import { z } from 'zod';
import { displayName, httpUrl, id, secret } from '../fields/index.ts';
import type { EntryState } from '../gateways/index.ts';
import {
  type EntrySettings,
  entryVersion,
  headerEdits,
  headers,
  modelMapping,
  prefix,
  priority,
  requestRetry,
  uniqueAliases,
  waitMs,
} from '../provider-keys/index.ts';

export * from './groups.ts';

/** The name that the gateway knows the provider by; it is the entry's identity there. */
export const customProviderName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'Use lower-case letters, digits, dots, hyphens and underscores.');

const modality = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'A modality is a word such as text, image or audio.');
const modalities = z.array(modality).min(1).max(16);

export const customModel = modelMapping.extend({
  /** What the model takes and gives: text, image, audio … Left out: the gateway does not say. */
  inputModalities: modalities.optional(),
  outputModalities: modalities.optional(),
});
export type CustomModel = z.infer<typeof customModel>;

const models = z
  .array(customModel)
  .min(1, 'Give at least one model: without one the gateway offers nothing.')
  .max(500)
  .refine(uniqueAliases, 'Each alias can be given once.');

const maxKeys = 50;
/** Small numbers first, in lists of people. */
const position = z.number().int().min(0).max(1_000_000);

export const contributeCustomProviderInput = z
  .object({
    gatewayId: id.optional(),
    name: customProviderName,
    displayName,
    baseUrl: httpUrl,
    apiKey: secret.optional(),
    /** Several; the gateway takes turns. */
    apiKeys: z.array(secret).min(1).max(maxKeys).optional(),
    /** For a provider that asks for no key. Needs the permission for it. */
    isKeyless: z.boolean().optional(),
    models,
    headers: headers.optional(),
    prefix: prefix.optional(),
    priority: priority.optional(),
    requestRetry: requestRetry.optional(),
    isCoolingDisabled: z.boolean().optional(),
    isDisabled: z.boolean().optional(),
    /** Everybody sees it; only its owner and administrators change it. */
    isShared: z.boolean().optional(),
    groupId: id.optional(),
    position: position.optional(),
    waitMs,
  })
  .superRefine(({ apiKey, apiKeys, isKeyless }, context) => {
    const hasKey = apiKey !== undefined || apiKeys !== undefined;
    if (hasKey === (isKeyless === true))
      context.addIssue({
        code: 'custom',
        path: ['apiKey'],
        message: hasKey ? 'A keyless provider has no key.' : 'Enter a key, or say that the provider needs none.',
      });
  });
export type ContributeCustomProviderInput = z.infer<typeof contributeCustomProviderInput>;

/** A key that is there already, by its place in `maskedKeys`, or a new one. */
export const keyEdit = z.union([z.object({ keep: z.number().int().min(0).max(maxKeys) }), z.object({ value: secret })]);
export type KeyEdit = z.infer<typeof keyEdit>;

/** What is left out stays as it is; null, an empty list or false takes it away. The name stays: it is the identity. */
export const updateCustomProviderInput = z.object({
  id,
  version: entryVersion,
  displayName: displayName.optional(),
  baseUrl: httpUrl.optional(),
  /** The whole list in its order; an empty one makes the provider keyless. */
  apiKeys: z.array(keyEdit).max(maxKeys).optional(),
  models: models.optional(),
  headers: headerEdits.optional(),
  prefix: prefix.nullable().optional(),
  priority: priority.nullable().optional(),
  requestRetry: requestRetry.nullable().optional(),
  isCoolingDisabled: z.boolean().optional(),
  isDisabled: z.boolean().optional(),
  isShared: z.boolean().optional(),
  groupId: id.nullable().optional(),
  position: position.optional(),
  waitMs,
});
export type UpdateCustomProviderInput = z.infer<typeof updateCustomProviderInput>;

export const removeCustomProviderInput = z.object({ id, waitMs });
/** `shared`: those of others that their owners show to everybody. */
export const listCustomProvidersInput = z.object({ scope: z.enum(['own', 'shared', 'all']).default('own') });

export type CustomProviderView = {
  id: string;
  gatewayId: string;
  gatewayName: string;
  name: string;
  displayName: string;
  baseUrl: string;
  /** Of the first key; empty for a keyless provider. */
  masked: string;
  /** In the gateway's order. Empty for whoever sees the provider only because it is shared. */
  maskedKeys: string[];
  isKeyless: boolean;
  models: CustomModel[];
  settings: EntrySettings;
  /** By its owner. It is also off while its group is. */
  isDisabled: boolean;
  isShared: boolean;
  group: { id: string; name: string; isEnabled: boolean } | null;
  position: number;
  version: number;
  owner: { id: string; name: string } | null;
  createdAt: Date;
  state: EntryState;
};

/** Asks the provider itself which models it has. Nothing is stored. */
export const discoverModelsInput = z.object({
  baseUrl: httpUrl,
  apiKey: secret.optional(),
  headers: headers.optional(),
});
export type DiscoverModelsInput = z.infer<typeof discoverModelsInput>;
export type DiscoveredModels = { models: { id: string; ownedBy: string | null }[]; isTruncated: boolean };
