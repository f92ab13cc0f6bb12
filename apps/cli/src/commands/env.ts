import { basename } from 'node:path';
import { connect } from '../connection/connect.ts';
import { editorFor } from '../edit/editor.ts';
import { isObject } from '../edit/value.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { agentOf } from '../sync/agents.ts';
import { keepBundle, readKeptBundle } from '../sync/kept-bundles.ts';
import { placesOf } from '../sync/places.ts';
import { chooseGateway } from './gateway-choice.ts';
import { fetchFor } from './sync/fetch.ts';

export type Shell = 'bash' | 'fish' | 'powershell';

/** Prints exports: `eval "$(gatehouse env)"`. The values are secrets, and go to the standard output alone. */
export async function printEnvironment(
  invocation: Invocation,
  options: { gateway?: string; shell?: Shell },
): Promise<number> {
  const { env, terminal } = invocation;
  const variables = await readVariables(invocation, options.gateway);
  if (terminal.isJson) terminal.json({ variables });
  else {
    const shell = options.shell ?? shellOf(env);
    for (const [name, value] of Object.entries(variables)) terminal.result(exportLine(shell, name, value));
  }
  return 0;
}

async function readVariables(invocation: Invocation, gateway: string | undefined): Promise<Record<string, string>> {
  const { env, folders, terminal } = invocation;
  const connection = await connect(invocation);
  const gatewayId = await chooseGateway(connection.client, gateway);
  const places = placesOf(env, folders);
  const request = { connection, places, gatewayId, placement: 'inline' as const, mayCreateKey: 'no' as const };
  const fetched = await fetchFor(invocation, request, agentOf('env'));
  if (fetched.offlineSince)
    terminal.note(`Gatehouse cannot be reached: this is what it gave at ${fetched.offlineSince}.`);
  const bundle = fetched.bundle ?? (await readKeptBundle(folders.state, fetched.name))?.bundle;
  // The variables are given all the same where nothing can be kept.
  if (fetched.bundle) await keepBundle(folders.state, fetched.name, fetched.bundle).catch(() => undefined);
  const content = bundle?.files.find(({ syntax }) => syntax === 'dotenv')?.content;
  if (content === undefined) throw new Failure('unavailable', 'There are no variables: no model is offered yet.');
  const value = (await editorFor('dotenv')).read(content);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)])) : {};
}

function shellOf(env: NodeJS.ProcessEnv): Shell {
  const name = basename(env.SHELL ?? '');
  if (name === 'fish') return 'fish';
  return process.platform === 'win32' && !env.SHELL ? 'powershell' : 'bash';
}

export function exportLine(shell: Shell, name: string, value: string): string {
  if (shell === 'fish') return `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`;
  if (shell === 'powershell') return `$env:${name} = '${value.replaceAll("'", "''")}'`;
  return `export ${name}='${value.replaceAll("'", "'\\''")}'`;
}
