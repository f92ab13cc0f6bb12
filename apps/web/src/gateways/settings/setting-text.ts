import type {
  ChannelAlias,
  GatewayChannelView,
  GatewaySettingName,
  GatewaySettingState,
  GatewaySettingValue,
} from '@gatehouse/contracts/gateway-settings';
import type { Tone } from '../../ui/badge.tsx';

export const settingLabels: Record<GatewaySettingName, string> = {
  'usage-statistics': 'Usage statistics',
  'usage-retention': 'Usage retention',
};

export const stateLabels: Record<GatewaySettingState, string> = {
  fine: 'Fine',
  applying: 'Applying',
  suggested: 'Suggested',
  dismissed: 'Dismissed',
  drifted: 'Drifted',
  unread: 'Not read',
};

export const stateTones: Record<GatewaySettingState, Tone> = {
  fine: 'good',
  applying: 'accent',
  suggested: 'warn',
  dismissed: 'neutral',
  drifted: 'bad',
  unread: 'neutral',
};

export function valueText(value: GatewaySettingValue | null): string {
  if (value === null) return 'unknown';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value % 3600 === 0) return value === 3600 ? '1 hour' : `${value / 3600} hours`;
  return value % 60 === 0 ? `${value / 60} min` : `${value} s`;
}

export const mapLabels = {
  'excluded-models': 'Excluded models',
  'model-aliases': 'Model aliases',
} as const;

export const aliasText = ({ name, alias, isFork }: ChannelAlias): string => `${name} ${isFork ? '+' : '→'} ${alias}`;

/** What is kept in a channel, by Gatehouse and by others, as one reads it. */
export function channelItems(view: GatewayChannelView): { own: string[]; others: string[] } {
  return view.map === 'excluded-models'
    ? { own: view.patterns, others: view.othersPatterns }
    : { own: view.aliases.map(aliasText), others: view.othersAliases.map(aliasText) };
}
