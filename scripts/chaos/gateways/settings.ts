import type { ChannelMapName, GatewaySettingName } from '@gatehouse/contracts/gateway-settings';
import type { Config, Double } from '@gatehouse/gateways/double';
import { channelPrefix } from '../operations/settings.ts';
import type { Random } from '../random.ts';

/** A gateway's settings and channels, as the gateway itself has them. */
export type SettingsDesk = {
  setting(name: GatewaySettingName): unknown;
  /** What each channel of the map holds, by what tells its items apart. */
  channels(map: ChannelMapName): Map<string, string[]>;
  /** Somebody else switches a setting, or takes something of ours out of a channel. */
  meddle(random: Random): void;
};

const scalars: Record<GatewaySettingName, string> = {
  'usage-statistics': 'usage-statistics-enabled',
  'usage-retention': 'redis-usage-queue-retention-seconds',
};
const maps = { 'excluded-models': 'oauth-excluded-models', 'model-aliases': 'oauth-model-alias' } as const;

/** In these channels from the beginning, of somebody who never comes back to it. */
export const othersItem = 'theirs-always';

export function putOthersItems(double: Double): void {
  double.editAsForeigner((config) => {
    config.maps['oauth-excluded-models'] = { claude: [othersItem], other: [othersItem] };
    config.maps['oauth-model-alias'] = { codex: [{ name: 'their-model', alias: othersItem, unknown: 'kept' }] };
  });
}

export const settingsDeskOf = (double: Double): SettingsDesk => ({
  setting: (name) => double.config().scalars[scalars[name]],
  channels: (map) => new Map(Object.entries(double.config().maps[maps[map]] ?? {}).map(([c, i]) => [c, i.map(nameOf)])),
  meddle(random) {
    if (!double.state().isIdle) return;
    double.editAsForeigner((config) => {
      if (random.chance(40)) config.scalars['usage-statistics-enabled'] = random.chance(50);
      else takeOneOut(config, random);
    });
  },
});

const nameOf = (item: unknown): string =>
  typeof item === 'string' ? item : String((item as { alias: unknown }).alias);

function takeOneOut({ maps: all }: Config, random: Random): void {
  const name = random.pick(Object.values(maps)) ?? 'oauth-excluded-models';
  const map = all[name] ?? {};
  const channel = random.pick(Object.keys(map)) ?? '';
  const ours = random.pick((map[channel] ?? []).filter((item) => nameOf(item).startsWith(channelPrefix)));
  if (ours !== undefined) all[name] = { ...map, [channel]: (map[channel] ?? []).filter((item) => item !== ours) };
}
