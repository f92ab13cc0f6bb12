import { isDeepStrictEqual } from 'node:util';
import type { ChannelAlias, GatewaySettingsView, SetGatewayChannelInput } from '@gatehouse/contracts/gateway-settings';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { editConflict } from '../entry-settings/index.ts';
import { configurableGateway } from './accept.ts';
import { labelOf } from './label.ts';
import { listGatewaySettings } from './list.ts';
import { lockSetting, putWish } from './repository.ts';
import { itemsOf, ownedItems } from './wish.ts';

/** What Gatehouse is to keep in one channel of the gateway. What others keep there, and in other channels, stays. */
export async function setGatewayChannel(ctx: Context, input: SetGatewayChannelInput): Promise<GatewaySettingsView> {
  const actor = permitUser(ctx, 'gateways:configure');
  const gateway = await configurableGateway(ctx, input.gatewayId);
  const desired = input.map === 'excluded-models' ? input.patterns : input.aliases.map(asStored);
  const place = { gateway_id: gateway.id, kind: input.map, name: input.channel } as const;
  await withTransaction(ctx.db, async (tx) => {
    const row = await lockSetting(tx, place);
    const version = row?.version ?? 0;
    if (version !== input.version) throw editConflict(version);
    if (isDeepStrictEqual(itemsOf(row?.desired), desired)) return;
    const base = ownedItems(itemsOf(row?.base), itemsOf(row?.desired));
    await putWish(tx, { ...place, desired, base, changedBy: actor.userId });
    const names = (items: readonly (string | ChannelAlias)[]) =>
      items.map((item) => (typeof item === 'string' ? item : `${item.name} as ${item.alias}`)).join(', ');
    await audit(tx, ctx, {
      action: 'gateway-channel.updated',
      resource: 'gateway',
      resourceId: gateway.id,
      details: {
        gateway: gateway.name,
        what: labelOf(place),
        kept: names(desired),
        keptBefore: names(itemsOf(row?.desired)),
      },
    });
  });
  ctx.wakeSync(gateway.id);
  return listGatewaySettings(ctx, input);
}

/** As the gateway shows it, so that both can be compared: what is off is left out. */
const asStored = ({ name, alias, displayName, isFork, forceMapping }: ChannelAlias): ChannelAlias => ({
  name,
  alias,
  ...(displayName === undefined ? {} : { displayName }),
  ...(isFork ? { isFork } : {}),
  ...(forceMapping ? { forceMapping } : {}),
});
