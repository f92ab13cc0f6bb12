import type { MaskedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { type SharedChoices, type SharedServer, sharedChoices } from '@gatehouse/contracts/sharing';
import type { StoredChoices } from '../bundle-choices/index.ts';
import { findSecrets } from './find-secrets.ts';

export type Draft = {
  document: SharedChoices;
  /** Why it cannot be published, one sentence each; none of them holds what it warns of. */
  refusals: string[];
  /** What the publisher should know. */
  notes: string[];
};

/**
 * What of a person's choices may travel. Built field by field from the allow-list and checked by its strict schema, so
 * that a field which is added to the choices some day stays at home until somebody lets it travel. Pure.
 */
export function draftOf({ document: own, values }: Pick<StoredChoices, 'document' | 'values'>): Draft {
  const notes: string[] = [];
  const document = sharedChoices.parse({
    ...(own.defaultModel === undefined ? {} : { defaultModel: own.defaultModel }),
    ...(own.smallModel === undefined ? {} : { smallModel: own.smallModel }),
    ...(own.preset === undefined ? {} : { preset: own.preset }),
    agents: own.agents,
    categories: own.categories,
    exclusions: own.exclusions,
    limits: own.limits,
    mcpServers: Object.fromEntries(
      Object.entries(own.mcpServers)
        .filter(([, server]) => server.isEnabled)
        .map(([name, server]) => [name, travelling(name, server, notes)]),
    ),
    plugins: own.plugins,
  });
  const secrets = Object.values(values).flatMap((server) => Object.values(server));
  const refusals = findSecrets(document, secrets).map(
    ({ at, why }) => `${at} ${why}. Put it into a variable or a header of the server: those do not travel.`,
  );
  if (isNothing(document)) refusals.push('There is nothing to share yet: choose something first.');
  return { document, refusals, notes };
}

function travelling(name: string, server: MaskedBundleChoices['mcpServers'][string], notes: string[]): SharedServer {
  if (server.type === 'local')
    return { type: 'local', command: server.command, variables: Object.keys(server.environment).sort() };
  const url = new URL(server.url);
  if (url.search || url.hash) notes.push(`What follows “?” in the address of “${name}” does not travel.`);
  url.search = '';
  url.hash = '';
  return { type: 'remote', url: url.href, variables: Object.keys(server.headers).sort() };
}

const isNothing = (document: SharedChoices): boolean =>
  Object.values(document).every((value) => value === undefined || Object.keys(value).length === 0);
