import type { GatewaySettingsView } from '@gatehouse/contracts/gateway-settings';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { authenticate, connectionOf } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { selectSettings } from './repository.ts';
import { channelViews, settingViews } from './view.ts';
import type { Seen } from './wish.ts';

/** How the gateway is set now, what would be better, and what is kept in its channels. Asks the gateway. */
export async function listGatewaySettings(ctx: Context, input: { gatewayId: string }): Promise<GatewaySettingsView> {
  permit(ctx, 'gateways:read');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const seen = await read(ctx, gateway);
  if (seen === null) return { isSupported: false, problem: null, settings: [], channels: [] };
  const rows = await selectSettings(ctx.db, gateway.id);
  return {
    isSupported: true,
    problem: seen.problem,
    settings: settingViews(rows, seen),
    channels: channelViews(rows, seen),
  };
}

type Read = Seen & { problem: GatewayProblem | null };

/** Null where a gateway of this kind has no settings. */
async function read(ctx: Context, gateway: { id: string; health: string }): Promise<Read | null> {
  const connection = await connectionOf(ctx, gateway.id);
  const { settings } = ctx.drivers.for(connection);
  if (!settings) return null;
  const nothing = (problem: GatewayProblem): Read => ({ settings: null, maps: null, problem });
  if (gateway.health === 'locked-out') return nothing(lockedOut);
  const answer = await authenticate(
    ctx,
    { baseUrl: connection.baseUrl, isProven: true },
    async () => {
      const values = await settings.readSettings();
      if (!values.ok) return values;
      const channels = await settings.readChannels();
      return channels.ok ? { ok: true as const, settings: values.settings, maps: channels.maps } : channels;
    },
    (result) => (result.ok ? null : result.problem),
  );
  if (!answer.ok) return nothing(answer.problem);
  const { result } = answer;
  return result.ok ? { settings: result.settings, maps: result.maps, problem: null } : nothing(result.problem);
}

const lockedOut: GatewayProblem = {
  code: 'circuit_open',
  message: 'The gateway refused Gatehouse, which does not call it for a while.',
};
