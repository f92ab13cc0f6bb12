import { z } from 'zod';
import { id } from '../fields/index.ts';
import { modelId } from '../models/index.ts';

/** `*` stands for any text. */
export const modelPattern = z.string().trim().min(1).max(200);
const agentName = z.string().regex(/^[A-Za-z][\w-]{0,63}$/, 'Use letters, digits, - and _.');
const entryName = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'Use letters, digits, dots, - and _.');
const variableName = z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'Use a variable name, such as API_TOKEN.');

/** Models for one agent or category, best first: the first that the gateway offers is used, the rest are fallbacks. */
export const modelChoice = z.strictObject({
  models: z.array(modelId).min(1).max(10),
  /** How hard the model thinks, where its client knows such a thing: `low`, `high`, `max`. */
  variant: z.string().max(40).optional(),
});
export type ModelChoice = z.infer<typeof modelChoice>;

/** Values are secrets of the person: sealed where they rest, and never shared. */
const environment = z.record(variableName, z.string().max(4000)).default({});
export const mcpServer = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('local'),
    command: z.array(z.string().min(1).max(1000)).min(1).max(50),
    environment,
    isEnabled: z.boolean().default(true),
  }),
  z.strictObject({
    type: z.literal('remote'),
    url: z.url({ protocol: /^https?$/ }).max(2000),
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(4000)).default({}),
    isEnabled: z.boolean().default(true),
  }),
]);
export type McpServer = z.infer<typeof mcpServer>;

export const toolPermission = z.enum(['allow', 'ask', 'deny']);

/** What one person chose for their bundles. The empty document lets Gatehouse choose everything. */
export const bundleChoices = z.strictObject({
  defaultModel: modelId.optional(),
  smallModel: modelId.optional(),
  /** Name of one of the packaged sets of agent models; what is listed below goes before it. */
  preset: z.string().max(60).optional(),
  agents: z.record(agentName, modelChoice).default({}),
  categories: z.record(agentName, modelChoice).default({}),
  exclusions: z.array(modelPattern).max(500).default([]),
  mcpServers: z.record(entryName, mcpServer).default({}),
  /** With a pinned version, such as `oh-my-openagent@4.19.4`. */
  plugins: z
    .array(z.string().regex(/^(@[\w.-]+\/)?[\w.-]+@\d[\w.+-]*$/, 'Pin a version, such as name@1.2.3.'))
    .max(20)
    .default([]),
  /** By the client's own name of a tool, such as `bash`. */
  permissions: z.record(agentName, toolPermission).default({}),
});
export type BundleChoices = z.infer<typeof bundleChoices>;

/** `version` is the one that the edit was made from; another one meanwhile is an `edit_conflict`. */
export const updateBundleChoicesInput = z.object({
  version: z.number().int().min(0),
  choices: bundleChoices,
});
export type UpdateBundleChoicesInput = z.input<typeof updateBundleChoicesInput>;

/** Values of `environment` and `headers` are never shown again: each is replaced by null, which an update keeps. */
export type BundleChoicesView = { version: number; updatedAt: Date | null; choices: MaskedBundleChoices };
type Masked<T> = T extends { environment: unknown }
  ? Omit<T, 'environment'> & { environment: Record<string, null> }
  : T extends { headers: unknown }
    ? Omit<T, 'headers'> & { headers: Record<string, null> }
    : T;
export type MaskedBundleChoices = Omit<BundleChoices, 'mcpServers'> & {
  mcpServers: Record<string, Masked<McpServer>>;
};

/** Models that a bundle never offers: of the whole gateway, set by who may update it. */
export const updateGatewayExclusionsInput = z.object({ gatewayId: id, exclusions: z.array(modelPattern).max(500) });
