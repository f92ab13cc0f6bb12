import { connect } from '../../connection/connect.ts';
import type { Invocation } from '../../invocation.ts';
import { chooseGateway } from '../gateway-choice.ts';
import { chooseAgents, choosePlacement, placesFor, type SyncOptions } from './options.ts';
import { reportSync } from './report.ts';
import { runSync, type SyncRequest } from './run.ts';

export async function sync(invocation: Invocation, options: SyncOptions): Promise<number> {
  const request = await requestOf(invocation, options);
  const { terminal } = invocation;
  if (request.places.project !== null)
    terminal.note('The key is not written into the project: set GATEHOUSE_API_KEY (see: gatehouse env).');
  const code = await reportSync(invocation, await runSync(invocation, request));
  if (!options.watch) return code;
  const { watch } = await import('./watch.ts');
  return watch(invocation, request);
}

export async function diff(invocation: Invocation, options: SyncOptions): Promise<number> {
  return sync(invocation, { ...options, dryRun: true, watch: false });
}

export async function requestOf(invocation: Invocation, options: SyncOptions): Promise<SyncRequest> {
  const { terminal } = invocation;
  const places = placesFor(invocation, options);
  const placement = await choosePlacement(invocation, options);
  const connection = await connect(invocation);
  const agents = await chooseAgents(invocation, options, connection.url);
  const gatewayId = await chooseGateway(connection.client, options.gateway);
  const mayAsk = terminal.isInteractive && !options.yes && !options.dryRun;
  const mayCreateKey = options.dryRun ? 'no' : options.yes ? 'yes' : mayAsk ? 'ask' : 'no';
  const isDryRun = options.dryRun === true;
  return { connection, places, gatewayId, placement, mayCreateKey, agents, isDryRun, mayAsk, onEdit: options.onEdit };
}
