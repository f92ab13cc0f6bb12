import type {
  ChannelAlias,
  GatewayChannelView,
  GatewaySettingName,
  GatewaySettingState,
  GatewaySettingView,
} from '@gatehouse/contracts/gateway-settings';
import { channelMapNames, gatewaySettingNames } from '@gatehouse/contracts/gateway-settings';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { channelItemKey } from '@gatehouse/gateways/driver';
import type { SettingRow } from './repository.ts';
import { suggestions } from './suggestions.ts';
import { itemsOf, type Seen } from './wish.ts';

export const settingViews = (rows: readonly SettingRow[], seen: Seen): GatewaySettingView[] =>
  gatewaySettingNames.map((name) => {
    const row = rows.find((candidate) => candidate.kind === 'setting' && candidate.name === name);
    const { value, reason } = suggestions[name];
    const current = seen.settings?.[name] ?? null;
    const isAccepted = row !== undefined && !row.is_dismissed;
    const problem = isAccepted ? (row.problem as GatewayProblem | null) : null;
    return { name, current, suggested: value, reason, state: stateOf(name, row, current), isAccepted, problem };
  });

function stateOf(
  name: GatewaySettingName,
  row: SettingRow | undefined,
  current: boolean | number | null,
): GatewaySettingState {
  if (row && !row.is_dismissed) {
    if (row.status === 'pending' || row.status === 'unknown') return 'applying';
    if (current === null) return 'unread';
    return current === row.desired ? 'fine' : 'drifted';
  }
  if (current === null) return row ? 'dismissed' : 'unread';
  if (current === suggestions[name].value) return 'fine';
  return row ? 'dismissed' : 'suggested';
}

/** Channels of which somebody keeps something: Gatehouse, others, or both. */
export function channelViews(rows: readonly SettingRow[], { maps }: Seen): GatewayChannelView[] {
  return channelMapNames.flatMap((map) => {
    const kept = new Map(rows.filter(({ kind }) => kind === map).map((row) => [row.name, row]));
    const seen: ReadonlyMap<string, readonly (string | ChannelAlias)[]> = maps?.[map] ?? new Map();
    const channels = [...new Set([...kept.keys(), ...seen.keys()])].sort();
    return channels.map((channel): GatewayChannelView => {
      const row = kept.get(channel);
      const own = itemsOf(row?.desired);
      const ours = new Set([...own, ...itemsOf(row?.base)].map((item) => channelItemKey(item)));
      const others = (seen.get(channel) ?? []).filter((item) => !ours.has(channelItemKey(item)));
      const facts = {
        channel,
        status: row?.status ?? 'applied',
        problem: (row?.problem ?? null) as GatewayProblem | null,
        version: row?.version ?? 0,
      };
      return map === 'excluded-models'
        ? { map, ...facts, patterns: own as string[], othersPatterns: others as string[] }
        : { map, ...facts, aliases: own as ChannelAlias[], othersAliases: others as ChannelAlias[] };
    });
  });
}
