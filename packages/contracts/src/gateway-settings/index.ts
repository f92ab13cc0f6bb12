import { z } from 'zod';
import { displayName, id, modelId } from '../fields/index.ts';
import type { EntryStatus, GatewayProblem } from '../gateways/index.ts';

/** Settings of a gateway that Gatehouse needs to be in a certain way. */
export const gatewaySettingNames = ['usage-statistics', 'usage-retention'] as const;
export type GatewaySettingName = (typeof gatewaySettingNames)[number];

/** `usage-retention` is in seconds. */
export type GatewaySettingValues = { 'usage-statistics': boolean; 'usage-retention': number };
export type GatewaySettingValue = GatewaySettingValues[GatewaySettingName];

/** What a gateway keeps by channel, which is a family of accounts at providers. */
export const channelMapNames = ['excluded-models', 'model-aliases'] as const;
export type ChannelMapName = (typeof channelMapNames)[number];

/** Channels that CLIProxyAPI has by itself; plugins bring others. */
export const knownChannels = ['antigravity', 'aistudio', 'claude', 'codex', 'kimi', 'vertex', 'xai'] as const;

export const channelName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'A channel is a short name such as claude or codex.');

/** `*` stands for any text. */
export const channelPatterns = z
  .array(modelId.toLowerCase())
  .max(200, 'A channel can exclude 200 models.')
  .transform((patterns) => [...new Set(patterns)])
  .pipe(z.array(z.string()));

/** `name` is the provider's id, `alias` what clients ask for. */
export const channelAlias = z
  .object({
    name: modelId,
    alias: modelId,
    displayName: displayName.optional(),
    /** The model is offered under both names. */
    isFork: z.boolean().optional(),
    /** The alias also replaces the provider's id in answers. */
    forceMapping: z.boolean().optional(),
  })
  .refine(({ name, alias }) => name.toLowerCase() !== alias.toLowerCase(), {
    path: ['alias'],
    message: 'The alias is the name of the model itself. Choose another.',
  });
export type ChannelAlias = z.infer<typeof channelAlias>;

const isUnique = (aliases: readonly ChannelAlias[]): boolean =>
  new Set(aliases.map(({ alias }) => alias.toLowerCase())).size === aliases.length;

export const channelAliases = z
  .array(channelAlias)
  .max(200, 'A channel can have 200 aliases.')
  .refine(isUnique, 'Each alias can be given once, whatever its letters’ case.');

export const gatewaySettingsInput = z.object({ gatewayId: id });
export const gatewaySettingInput = z.object({ gatewayId: id, name: z.enum(gatewaySettingNames) });
export type GatewaySettingInput = z.infer<typeof gatewaySettingInput>;

const ofChannel = {
  gatewayId: id,
  channel: channelName,
  /** As last read; 0 where Gatehouse kept nothing of the channel. */
  version: z.number().int().min(0),
};

/** The whole list that Gatehouse is to keep in the channel; an empty one takes what it kept away. Others' entries stay. */
export const setGatewayChannelInput = z.discriminatedUnion('map', [
  z.object({ map: z.literal('excluded-models'), ...ofChannel, patterns: channelPatterns }),
  z.object({ map: z.literal('model-aliases'), ...ofChannel, aliases: channelAliases }),
]);
export type SetGatewayChannelInput = z.infer<typeof setGatewayChannelInput>;

/**
 * `fine`: as suggested or as accepted. `applying`: accepted, and not confirmed yet. `drifted`: accepted, and the gateway has something else now. `unread`: the gateway
 * could not be asked.
 */
export const gatewaySettingStates = ['fine', 'applying', 'suggested', 'dismissed', 'drifted', 'unread'] as const;
export type GatewaySettingState = (typeof gatewaySettingStates)[number];

export type GatewaySettingView = {
  name: GatewaySettingName;
  /** Null where the gateway could not be asked. */
  current: GatewaySettingValue | null;
  suggested: GatewaySettingValue;
  /** Why, in one sentence. */
  reason: string;
  state: GatewaySettingState;
  /** Gatehouse keeps it so. */
  isAccepted: boolean;
  problem: GatewayProblem | null;
};

/** One channel of one map: what Gatehouse keeps there, and what others put there and stays as it is. */
export type GatewayChannelView = {
  channel: string;
  status: EntryStatus;
  problem: GatewayProblem | null;
  /** 0 where Gatehouse keeps nothing of it. */
  version: number;
} & (
  | { map: 'excluded-models'; patterns: string[]; othersPatterns: string[] }
  | { map: 'model-aliases'; aliases: ChannelAlias[]; othersAliases: ChannelAlias[] }
);

export type GatewaySettingsView = {
  /** A gateway of this kind has no such settings. */
  isSupported: boolean;
  /** Why the gateway could not be asked. */
  problem: GatewayProblem | null;
  settings: GatewaySettingView[];
  channels: GatewayChannelView[];
};
