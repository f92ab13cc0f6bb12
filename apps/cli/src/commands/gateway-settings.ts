import type {
  GatewayChannelView,
  GatewaySettingName,
  GatewaySettingState,
  GatewaySettingsView,
  GatewaySettingValue,
} from '@gatehouse/contracts/gateway-settings';
import { connect } from '../connection/connect.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import { chooseOneGateway } from './gateway-choice.ts';

type Options = { gateway?: string };

export async function listSettings(invocation: Invocation, options: Options): Promise<number> {
  const { client } = await connect(invocation);
  const { id: gatewayId } = await chooseOneGateway(client, options.gateway);
  return show(invocation, await client.gatewaySettings.list.query({ gatewayId }));
}

export async function acceptSetting(invocation: Invocation, name: GatewaySettingName, options: Options) {
  const { client } = await connect(invocation);
  const { id: gatewayId } = await chooseOneGateway(client, options.gateway);
  return show(invocation, await client.gatewaySettings.accept.mutate({ gatewayId, name }));
}

export async function dismissSetting(invocation: Invocation, name: GatewaySettingName, options: Options) {
  const { client } = await connect(invocation);
  const { id: gatewayId } = await chooseOneGateway(client, options.gateway);
  return show(invocation, await client.gatewaySettings.dismiss.mutate({ gatewayId, name }));
}

const stateWords: Record<GatewaySettingState, string> = {
  fine: 'fine',
  applying: 'accepted, being applied',
  suggested: 'suggested',
  dismissed: 'dismissed',
  drifted: 'accepted, but different at the gateway',
  unread: 'not read',
};

function show({ terminal }: Invocation, view: GatewaySettingsView): number {
  if (terminal.isJson) terminal.json(view);
  else if (!view.isSupported) terminal.note('A gateway of this kind has no settings that Gatehouse could keep.');
  else {
    const rows = view.settings.map(({ name, current, suggested, state }) => [
      name,
      valueText(current),
      valueText(suggested),
      stateWords[state],
    ]);
    showTable(terminal, ['SETTING', 'NOW', 'SUGGESTED', 'STATE'], rows, '');
    for (const { name, state, reason, problem } of view.settings) {
      if (problem) terminal.note(printable(`${name}: ${problem.message}`));
      else if (state === 'suggested') terminal.note(printable(`${name}: ${reason}`));
    }
    for (const channel of view.channels) terminal.note(printable(channelText(channel)));
  }
  if (!view.problem) return 0;
  terminal.note(printable(view.problem.message));
  return exitCodes.unavailable;
}

function valueText(value: GatewaySettingValue | null): string {
  if (value === null) return '?';
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : `${value} s`;
}

function channelText(view: GatewayChannelView): string {
  const [what, own, others] =
    view.map === 'excluded-models'
      ? ['excluded models', view.patterns.length, view.othersPatterns.length]
      : ['model aliases', view.aliases.length, view.othersAliases.length];
  return `Channel ${view.channel}: ${own} ${what} of Gatehouse, ${others} of others`;
}
