import {
  type GatewaySettingsView,
  gatewaySettingInput,
  gatewaySettingsInput,
  setGatewayChannelInput,
} from '@gatehouse/contracts/gateway-settings';
import type { token } from './stub-router.ts';

const view = (states: { accepted?: string; dismissed?: string } = {}): GatewaySettingsView => ({
  isSupported: true,
  problem: null,
  settings: (
    [
      ['usage-statistics', false, true, 'Without them nobody can see who used what.'],
      ['usage-retention', 60, 3600, 'An hour leaves room for a restart.'],
    ] as const
  ).map(([name, current, suggested, reason]) => ({
    name,
    current,
    suggested,
    reason,
    state: states.accepted === name ? 'applying' : states.dismissed === name ? 'dismissed' : 'suggested',
    isAccepted: states.accepted === name,
    problem: null,
  })),
  channels: [
    {
      map: 'excluded-models',
      channel: 'claude',
      status: 'applied',
      problem: null,
      version: 1,
      patterns: ['a-*'],
      othersPatterns: ['b', 'c'],
    },
  ],
});

export const stubGatewaySettings = (procedure: typeof token) => ({
  list: procedure.input(gatewaySettingsInput).query(() => view()),
  accept: procedure.input(gatewaySettingInput).mutation(({ input }) => view({ accepted: input.name })),
  setChannel: procedure.input(setGatewayChannelInput).mutation(({ input }) => {
    const kept = { channel: input.channel, status: 'pending', problem: null, version: input.version + 1 } as const;
    const channel =
      input.map === 'excluded-models'
        ? { ...kept, map: input.map, patterns: input.patterns, othersPatterns: ['b', 'c'] }
        : { ...kept, map: input.map, aliases: input.aliases, othersAliases: [] };
    return { ...view(), channels: [channel] };
  }),
  dismiss: procedure.input(gatewaySettingInput).mutation(({ input }) => view({ dismissed: input.name })),
});
