import type { GatewaySettingInput, GatewaySettingsView } from '@gatehouse/contracts/gateway-settings';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { driverOf } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { listGatewaySettings } from './list.ts';
import { lockSetting, putWish } from './repository.ts';
import { suggestions } from './suggestions.ts';

/** From now on Gatehouse keeps the setting as it is suggested. Accepting again has another try at what was given up. */
export const acceptGatewaySetting = (ctx: Context, input: GatewaySettingInput) => decide(ctx, input, false);

/** Gatehouse does not touch the setting, and does not suggest it again; what the gateway has now stays. */
export const dismissGatewaySetting = (ctx: Context, input: GatewaySettingInput) => decide(ctx, input, true);

async function decide(ctx: Context, input: GatewaySettingInput, isDismissed: boolean): Promise<GatewaySettingsView> {
  const actor = permitUser(ctx, 'gateways:configure');
  const gateway = await configurableGateway(ctx, input.gatewayId);
  const { label, value } = suggestions[input.name];
  await withTransaction(ctx.db, async (tx) => {
    const place = { gateway_id: gateway.id, kind: 'setting', name: input.name } as const;
    const row = await lockSetting(tx, place);
    const isSame = row?.is_dismissed === isDismissed && row.desired === value && row.status === 'applied';
    if (isSame) return;
    await putWish(tx, { ...place, desired: value, base: null, isDismissed, changedBy: actor.userId });
    await audit(tx, ctx, {
      action: `gateway-setting.${isDismissed ? 'dismissed' : 'accepted'}`,
      resource: 'gateway',
      resourceId: gateway.id,
      details: { gateway: gateway.name, setting: label, value },
    });
  });
  ctx.wakeSync(gateway.id);
  return listGatewaySettings(ctx, input);
}

/** Throws `gateway_settings_unsupported` for one whose kind has none. */
export async function configurableGateway(ctx: Context, gatewayId: string) {
  const gateway = await resolveGateway(ctx, gatewayId);
  const { settings } = await driverOf(ctx, gateway.id);
  if (settings) return gateway;
  throw fail('gateway_settings_unsupported', `“${gateway.name}” has no settings that Gatehouse could keep.`, {});
}
