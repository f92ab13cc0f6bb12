import { resolve } from 'node:path';
import type { KeyPlacement } from '@gatehouse/contracts/bundles';
import { connect } from '../connection/connect.ts';
import { asFailure } from '../failures/as-failure.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import { Failure } from '../failures/failure.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { Invocation } from '../invocation.ts';
import { type Agent, allAgents } from '../sync/agents.ts';
import { candidatesOf, checkBundleFile, newFileOf } from '../sync/bundle-file.ts';
import { placesBelow } from '../sync/places.ts';
import { printable } from '../terminal/printable.ts';
import { chooseGateway } from './gateway-choice.ts';
import { agentByName, chooseAgents } from './sync/options.ts';
import { noteFailure } from './sync/report.ts';

export type ExportOptions = { agent?: string[]; gateway?: string; key?: KeyPlacement };

/** Whole files below a folder, as they would be in an empty home folder. Without `--key` they hold no secret. */
export async function exportFiles(invocation: Invocation, folder: string, options: ExportOptions): Promise<number> {
  const { terminal } = invocation;
  const { url, client } = await connect(invocation);
  const gatewayId = await chooseGateway(client, options.gateway);
  const agents = await agentsOf(invocation, options, url);
  const keyPlacement = options.key ?? 'environment';
  const files: { agent: string; path: string; isSecret: boolean }[] = [];
  const failures: { agent: Agent; failure: Failure }[] = [];
  for (const agent of agents) {
    try {
      const answer = await client.bundles.fetch({ format: agent.format, gatewayId, keyPlacement });
      if (answer.status === 'ok')
        files.push(...(await writeBundle(agent, resolve(folder), answer.bundle.files, options)));
    } catch (error) {
      failures.push({ agent, failure: await asFailure(error) });
    }
  }
  const [first] = failures;
  if (first && files.length === 0) throw first.failure;
  if (terminal.isJson) terminal.json({ files });
  else for (const { path } of files) terminal.result(`Wrote ${printable(path)}`);
  for (const { agent, failure } of failures) noteFailure(terminal, agent.title, failure);
  return first ? exitCodes[first.failure.kind] : 0;
}

async function agentsOf(invocation: Invocation, options: ExportOptions, url: string): Promise<Agent[]> {
  const named = options.agent ?? [];
  if (named.includes('all')) return allAgents();
  return named.length > 0 ? named.map(agentByName) : chooseAgents(invocation, {}, url);
}

type Files = Parameters<typeof checkBundleFile>[1][];

async function writeBundle(agent: Agent, folder: string, files: Files, options: ExportOptions) {
  const places = placesBelow(folder);
  const written = [];
  for (const file of files) {
    const known = checkBundleFile(agent, file);
    const path = newFileOf(known, candidatesOf(known, places));
    if (path === undefined) continue;
    if (file.isSecret && options.key === undefined) {
      throw new Failure('precondition', `${agent.title} cannot take the key from the environment.`, {
        advice: 'Say --key inline if the files may hold the key: everybody who gets them gets it too.',
      });
    }
    await writeAtomically(path, Buffer.from(file.content, 'utf8'), file.isSecret ? 0o600 : 0o644);
    written.push({ agent: agent.format, path, isSecret: file.isSecret });
  }
  return written;
}
