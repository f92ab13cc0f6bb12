import { z } from 'zod';
import {
  agentName,
  chosenModel,
  entryName,
  headerName,
  modelPattern,
  pinnedPlugin,
  plainText,
  recordOf,
  serverUrl,
  variableName,
} from './fields.ts';

/** Models for one agent or category, best first: the first that the gateway offers is used, the rest are fallbacks. */
export const modelChoice = z.strictObject({
  models: z.array(chosenModel).min(1).max(10),
  /** How hard the model thinks, where its client knows such a thing: `low`, `high`, `max`. */
  variant: plainText(40).optional(),
});
export type ModelChoice = z.infer<typeof modelChoice>;

const tokenCount = z.number().int().min(1).max(100_000_000);
/** In tokens. Lowers what the catalogue says of a model, never raises it. */
export const modelLimit = z.strictObject({ contextLimit: tokenCount.optional(), outputLimit: tokenCount.optional() });
export type ModelLimit = z.infer<typeof modelLimit>;

const localServer = { type: z.literal('local'), command: z.array(plainText(1000)).min(1).max(50) };
const remoteServer = { type: z.literal('remote'), url: serverUrl };
const isEnabled = z.boolean().default(true);

/** `environment` and `headers` hold secrets of the person: sealed where they rest, and never shared. */
const mcpServerWith = <V extends z.ZodType>(value: V) =>
  z.discriminatedUnion('type', [
    z.strictObject({ ...localServer, environment: recordOf(variableName, value, 50), isEnabled }),
    z.strictObject({ ...remoteServer, headers: recordOf(headerName, value, 50), isEnabled }),
  ]);

export const toolPermission = z.enum(['allow', 'ask', 'deny']);
export type ToolPermission = z.infer<typeof toolPermission>;

/** What may travel to others as it stands. */
export const travellingFields = {
  defaultModel: chosenModel.optional(),
  smallModel: chosenModel.optional(),
  /** Name of one of the packaged sets of agent models; what is listed below goes before it. */
  preset: plainText(60).optional(),
  agents: recordOf(agentName, modelChoice, 100),
  categories: recordOf(agentName, modelChoice, 100),
  exclusions: z.array(modelPattern).max(500).default([]),
  limits: recordOf(chosenModel, modelLimit, 200),
};
export const mostMcpServers = 50;
export const pluginList = z.array(pinnedPlugin).max(20).default([]);

const choicesWith = <V extends z.ZodType>(value: V) =>
  z.strictObject({
    ...travellingFields,
    mcpServers: recordOf(entryName, mcpServerWith(value), mostMcpServers),
    plugins: pluginList,
    /** By the client's own name of a tool, such as `bash`. */
    permissions: recordOf(agentName, toolPermission, 100),
  });

// A header is one line; NUL is in neither.
const value = z
  .string()
  .max(4000)
  .regex(/^[^\0\p{Surrogate}]*$/u, 'This holds a character that no file can hold.');

export const mcpServer = mcpServerWith(value);
export type McpServer = z.infer<typeof mcpServer>;

/** What one person chose for their bundles. The empty document lets Gatehouse choose everything. */
export const bundleChoices = choicesWith(value);
export type BundleChoices = z.infer<typeof bundleChoices>;

/** Of an edit: null keeps the value that is stored. */
export const editedBundleChoices = choicesWith(value.nullable());
export type EditedBundleChoices = z.infer<typeof editedBundleChoices>;

/** As it is shown: names without values. */
export const maskedBundleChoices = choicesWith(z.null());
export type MaskedBundleChoices = z.infer<typeof maskedBundleChoices>;

/** So many characters of JSON, values included. */
export const choicesSizeLimit = 200_000;
