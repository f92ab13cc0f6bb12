import {
  type GatewaySettingName,
  type GatewaySettingValues,
  gatewaySettingNames,
} from '@gatehouse/contracts/gateway-settings';

type Suggestion<N extends GatewaySettingName> = {
  label: string;
  value: GatewaySettingValues[N];
  /** In one sentence, for the administrator who decides. */
  reason: string;
};

export const suggestions: { [N in GatewaySettingName]: Suggestion<N> } = {
  'usage-statistics': {
    label: 'Usage statistics',
    value: true,
    reason: 'Without them the gateway keeps no record of requests, and nobody can see who used what.',
  },
  'usage-retention': {
    label: 'Usage retention',
    value: 3600,
    reason:
      'The gateway forgets records that nobody has read within this time; an hour leaves room for a restart of Gatehouse.',
  },
};

export const isSettingName = (name: string): name is GatewaySettingName =>
  gatewaySettingNames.some((known) => known === name);
