import { isDeepStrictEqual } from 'node:util';
import type { GatewaySettingName, GatewaySettingValues } from '@gatehouse/contracts/gateway-settings';
import {
  type ApplyOutcome,
  type ChannelItems,
  type ChannelMaps,
  channelItemKey,
  type SettingsDriver,
} from '@gatehouse/gateways/driver';
import type { SettingRow } from './repository.ts';

/** What was read of a gateway; null where no row asks for it. */
export type Seen = { settings: GatewaySettingValues | null; maps: ChannelMaps | null };

type Item = ChannelItems[keyof ChannelItems];
export type ChannelWish = { present: Item[]; absent: Item[] };

/** The three-way merge: what is wanted, and what was ours and is not wanted any more. Everything else is others'. Pure. */
export function channelWish(desired: readonly Item[], base: readonly Item[]): ChannelWish {
  const wanted = new Set(desired.map((item) => channelItemKey(item)));
  return { present: [...desired], absent: base.filter((item) => !wanted.has(channelItemKey(item))) };
}

/** Whether a channel is as wished; strangers in it are no difference. Pure. */
export function isAsWished(seen: readonly Item[], { present, absent }: ChannelWish): boolean {
  const there = new Map(seen.map((item) => [channelItemKey(item), item]));
  return (
    present.every((item) => isDeepStrictEqual(there.get(channelItemKey(item)), item)) &&
    absent.every((item) => !there.has(channelItemKey(item)))
  );
}

/** What counts as ours after an edit that was made before the last one was confirmed. Pure. */
export function ownedItems(base: readonly Item[], desired: readonly Item[]): Item[] {
  const known = new Set(desired.map((item) => channelItemKey(item)));
  return [...desired, ...base.filter((item) => !known.has(channelItemKey(item)))];
}

export const itemsOf = (value: unknown): Item[] => (Array.isArray(value) ? value : []);

/** Whether the gateway has what a row wants; null if that was not read. */
export function agrees(row: Pick<SettingRow, 'kind' | 'name' | 'desired' | 'base'>, seen: Seen): boolean | null {
  if (row.kind === 'setting') return seen.settings && seen.settings[row.name as GatewaySettingName] === row.desired;
  if (!seen.maps) return null;
  const channels: ReadonlyMap<string, readonly Item[]> = seen.maps[row.kind];
  return isAsWished(channels.get(row.name) ?? [], channelWish(itemsOf(row.desired), itemsOf(row.base)));
}

/** The one write that makes it so. */
export function write(driver: SettingsDriver, row: SettingRow): Promise<ApplyOutcome> {
  switch (row.kind) {
    case 'setting':
      return driver.writeSetting(row.name as GatewaySettingName, row.desired as boolean & number);
    case 'excluded-models':
    case 'model-aliases': {
      const wish = channelWish(itemsOf(row.desired), itemsOf(row.base));
      return driver.changeChannel({ map: row.kind, channel: row.name, ...wish } as Parameters<
        typeof driver.changeChannel
      >[0]);
    }
  }
}
