import type { GatewaySettingsView } from '@gatehouse/contracts/gateway-settings';
import type { CallName } from '../calls.ts';
import { unsure } from '../ledger.ts';
import type { Operation } from '../script/index.ts';
import type { World } from '../world.ts';

type SettingOperation = Extract<Operation, { do: 'decide-setting' | 'set-channel' }>;

/** An administrator decides on a setting, or keeps something in a channel. One after the other for each of them. */
export async function operateOnSetting(world: World, operation: SettingOperation): Promise<void> {
  const { settings } = world.ledger;
  const gateway = world.gateways[operation.gateway];
  if (!gateway) return;
  const [kind, name] =
    operation.do === 'set-channel' ? [operation.map, operation.channel] : ['setting', operation.name];
  const key = `${gateway.id} ${kind} ${name}`;
  const known = settings.get(key) ?? { wanted: undefined, turn: Promise.resolve() };
  settings.set(key, known);
  const play = async () => {
    const wanted = operation.do === 'set-channel' ? operation.marks.map(markOf) : operation.isAccepted;
    const is = await (operation.do === 'set-channel'
      ? setChannel(world, gateway.id, operation)
      : call(world, operation.isAccepted ? 'acceptGatewaySetting' : 'dismissGatewaySetting', {
          gatewayId: gateway.id,
          name: operation.name,
        }));
    if (is === 'acknowledged') known.wanted = wanted;
    else if (is === 'unknown') known.wanted = unsure;
  };
  known.turn = known.turn.then(play);
  await known.turn;
}

/** Begins all that Gatehouse keeps in channels here. */
export const channelPrefix = 'ours-';
const markOf = (mark: number): string => `${channelPrefix}${mark}`;

async function setChannel(
  world: World,
  gatewayId: string,
  { map, channel, marks }: Extract<SettingOperation, { do: 'set-channel' }>,
) {
  const { instances, owner } = world;
  const seen = await instances.perform({ name: 'listGatewaySettings', actor: owner, input: { gatewayId } });
  if (seen.is !== 'acknowledged') return seen.is;
  const { channels } = seen.value as GatewaySettingsView;
  const version = channels.find((view) => view.map === map && view.channel === channel)?.version ?? 0;
  const items =
    map === 'excluded-models'
      ? { patterns: marks.map(markOf) }
      : { aliases: marks.map((mark) => ({ name: `upstream-${mark}`, alias: markOf(mark) })) };
  return call(world, 'setGatewayChannel', { gatewayId, map, channel, version, ...items });
}

async function call({ ledger, instances, owner }: World, name: CallName, input: object) {
  const outcome = await instances.perform({ name, actor: owner, input });
  ledger.count(name, outcome);
  return outcome.is;
}
