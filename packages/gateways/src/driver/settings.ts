import type {
  ChannelAlias,
  ChannelMapName,
  GatewaySettingName,
  GatewaySettingValues,
} from '@gatehouse/contracts/gateway-settings';
import type { Answered, ApplyOutcome } from './outcome.ts';

export type ChannelItems = { 'excluded-models': string; 'model-aliases': ChannelAlias };

/** By channel, in the gateway's order. */
export type ChannelMaps = { [M in ChannelMapName]: ReadonlyMap<string, ChannelItems[M][]> };

/** What one channel of a map is to have and not to have. Items in neither stay as they are. */
export type ChannelChange<M extends ChannelMapName = ChannelMapName> = {
  map: M;
  channel: string;
  present: ChannelItems[M][];
  absent: ChannelItems[M][];
};

/** Settings of the gateway as a whole, and what it keeps by channel. Every write is idempotent. */
export interface SettingsDriver {
  readSettings(): Promise<Answered<{ settings: GatewaySettingValues }>>;
  writeSetting<N extends GatewaySettingName>(name: N, value: GatewaySettingValues[N]): Promise<ApplyOutcome>;
  readChannels(): Promise<Answered<{ maps: ChannelMaps }>>;
  changeChannel<M extends ChannelMapName>(change: ChannelChange<M>): Promise<ApplyOutcome>;
}

/** What an item of a channel is known by. */
export const channelItemKey = <M extends ChannelMapName>(item: ChannelItems[M]): string =>
  typeof item === 'string' ? item : item.alias.toLowerCase();
