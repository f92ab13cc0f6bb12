import {
  gatewaySettingInput,
  gatewaySettingsInput,
  setGatewayChannelInput,
} from '@gatehouse/contracts/gateway-settings';
import {
  acceptGatewaySetting,
  dismissGatewaySetting,
  listGatewaySettings,
  setGatewayChannel,
} from '@gatehouse/core/gateway-settings';
import { router, token } from '../trpc/index.ts';

export const gatewaySettings = router({
  list: token('read')
    .input(gatewaySettingsInput)
    .query(({ ctx, input }) => listGatewaySettings(ctx, input)),
  accept: token('write')
    .input(gatewaySettingInput)
    .mutation(({ ctx, input }) => acceptGatewaySetting(ctx, input)),
  dismiss: token('write')
    .input(gatewaySettingInput)
    .mutation(({ ctx, input }) => dismissGatewaySetting(ctx, input)),
  setChannel: token('write')
    .input(setGatewayChannelInput)
    .mutation(({ ctx, input }) => setGatewayChannel(ctx, input)),
});
