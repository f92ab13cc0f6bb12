import { hostname } from 'node:os';
import { isApiError } from '@gatehouse/client/errors';
import type { Bundle, KeyPlacement } from '@gatehouse/contracts/bundles';
import type { Connection } from '../../connection/connect.ts';
import type { Invocation } from '../../invocation.ts';
import type { Agent } from '../../sync/agents.ts';
import { candidatesOf } from '../../sync/bundle-file.ts';
import { readKeptBundle } from '../../sync/kept-bundles.ts';
import type { Places } from '../../sync/places.ts';
import { readWritten, revisionOnDisk } from '../../sync/written.ts';
import { printable } from '../../terminal/printable.ts';
import { confirmationWaitMs } from '../entry-state.ts';

export type FetchRequest = {
  connection: Connection;
  places: Places;
  gatewayId: string | undefined;
  placement: KeyPlacement;
  mayCreateKey: 'yes' | 'ask' | 'no';
};
export type Fetched = {
  agent: Agent;
  /** By which the state knows this bundle. */
  name: string;
  revision: string | null;
  /** Null: what is on the disk is up to date. */
  bundle: Bundle | null;
  /** The same, or the one that is up to date. */
  latest: Bundle | null;
  /** When the server gave the kept bundle that stands in for it. */
  offlineSince: string | null;
};

export async function fetchFor(invocation: Invocation, request: FetchRequest, agent: Agent): Promise<Fetched> {
  const { state } = invocation.folders;
  const { connection, places, gatewayId, placement } = request;
  const project = places.project ?? '';
  const name = [agent.format, connection.url, gatewayId ?? '', placement, project].join(' ').trimEnd();
  const candidates = agent.files.flatMap((file) => candidatesOf(file, places));
  const revision = await revisionOnDisk(await readWritten(state), name, candidates);
  const ask = () =>
    connection.client.bundles.fetch({ format: agent.format, gatewayId, keyPlacement: placement, revision });
  try {
    const answer = await withClientKey(invocation, request, ask);
    if (answer.status === 'not-modified') {
      const latest = (await readKeptBundle(state, name))?.bundle ?? null;
      return { agent, name, revision: revision ?? null, bundle: null, latest, offlineSince: null };
    }
    const { bundle } = answer;
    return { agent, name, revision: bundle.revision, bundle, latest: bundle, offlineSince: null };
  } catch (error) {
    if (!isOffline(error)) throw error;
    const kept = await readKeptBundle(state, name);
    if (!kept) throw error;
    const bundle = kept.bundle.revision === revision ? null : kept.bundle;
    return { agent, name, revision: kept.bundle.revision, bundle, latest: kept.bundle, offlineSince: kept.at };
  }
}

/** Nobody answers: what the server says, no matter what, is never replaced by something older. */
const isOffline = (error: unknown): boolean =>
  isApiError(error) && error.kind === 'unavailable' && error.payload === null;

/** A person's first sync makes the client key that it needs, if they agree. */
async function withClientKey<T>(invocation: Invocation, request: FetchRequest, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isApiError(error) || error.payload?.code !== 'no_client_key' || request.mayCreateKey === 'no') throw error;
    const name = printable(hostname()).slice(0, 60) || 'gatehouse';
    if (request.mayCreateKey === 'ask') {
      const { askYes } = await import('../../terminal/prompts.ts');
      if (!(await askYes(`You have no client key yet. Create one called “${name}”?`))) throw error;
    }
    const { client } = request.connection;
    await client.clientKeys.create.mutate({ name, gatewayId: request.gatewayId, waitMs: confirmationWaitMs });
    invocation.terminal.note(`Created the client key “${name}”.`);
    return ask();
  }
}
