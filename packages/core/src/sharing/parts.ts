import type { BundleChoices } from '@gatehouse/contracts/bundle-choices';
import type { FollowedPart, SharedChoices, SharedPart } from '@gatehouse/contracts/sharing';
import { ownValue, packageOf, type ServerValues } from '../bundle-choices/index.ts';
import { contentHash } from './content-hash.ts';

/**
 * What of a share could run or send something. A remote server is among them: a follower's header would otherwise go to
 * whatever address the publisher writes next.
 */
export function partsOf(document: SharedChoices): SharedPart[] {
  const servers = Object.entries(document.mcpServers).map(([name, server]): SharedPart => {
    const kind = server.type === 'local' ? 'local-server' : 'remote-server';
    const content = server.type === 'local' ? shellText(server.command) : server.url;
    return { kind, name, hash: contentHash({ kind, name, server }), content, variables: server.variables };
  });
  const plugins = document.plugins.map(
    (plugin): SharedPart => ({
      kind: 'plugin',
      name: packageOf(plugin),
      hash: contentHash({ kind: 'plugin', plugin }),
      content: plugin,
      variables: [],
    }),
  );
  return [...servers, ...plugins];
}

/** For reading: what holds more than plain characters is quoted, so that no two commands look alike. */
const shellText = (command: readonly string[]): string =>
  command.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');

type Following = { consents: readonly string[]; values: ServerValues };

/** How each part stands with one follower. */
export function followedParts(
  document: SharedChoices,
  { consents, values }: Following,
  own: Pick<BundleChoices, 'plugins'> & { mcpServers: Record<string, unknown> },
): FollowedPart[] {
  const ownPlugins = new Set(own.plugins.map(packageOf));
  return partsOf(document).map((part) => {
    const isOwn = part.kind === 'plugin' ? ownPlugins.has(part.name) : Object.hasOwn(own.mcpServers, part.name);
    const filledIn = part.variables.filter((variable) => ownValue(values, part.name, variable));
    const state = isOwn
      ? 'replaced-by-own'
      : !consents.includes(part.hash)
        ? 'waiting-for-consent'
        : filledIn.length < part.variables.length
          ? 'waiting-for-values'
          : 'in-use';
    return { ...part, state, filledIn };
  });
}

/** Parts of a share by their names, in the order of the share. */
export type WaitingParts = { share: string; forConsent: readonly string[]; forValues: readonly string[] };

export function waitingOf(share: string, parts: readonly FollowedPart[]): WaitingParts | null {
  const namesOf = (state: FollowedPart['state']) =>
    parts.filter((part) => part.state === state).map(({ name }) => name);
  const [forConsent, forValues] = [namesOf('waiting-for-consent'), namesOf('waiting-for-values')];
  return forConsent.length + forValues.length > 0 ? { share, forConsent, forValues } : null;
}

/** What of a share goes into this follower's bundles: what waits is left out. */
export function usableChoices(document: SharedChoices, following: Following): BundleChoices {
  const { mcpServers, plugins, ...rest } = document;
  const usable = new Set(
    followedParts(document, following, { plugins: [], mcpServers: {} })
      .filter(({ state }) => state === 'in-use')
      .map(({ kind, name }) => `${kind === 'plugin' ? kind : 'server'} ${name}`),
  );
  const valuesOf = (name: string, variables: readonly string[]) =>
    Object.fromEntries(variables.map((variable) => [variable, ownValue(following.values, name, variable) ?? '']));
  return {
    ...rest,
    mcpServers: Object.fromEntries(
      Object.entries(mcpServers)
        .filter(([name]) => usable.has(`server ${name}`))
        .map(([name, server]) => {
          const { variables } = server;
          return server.type === 'local'
            ? [
                name,
                { type: 'local', command: server.command, environment: valuesOf(name, variables), isEnabled: true },
              ]
            : [name, { type: 'remote', url: server.url, headers: valuesOf(name, variables), isEnabled: true }];
        }),
    ),
    plugins: plugins.filter((plugin) => usable.has(`plugin ${packageOf(plugin)}`)),
    permissions: {},
  };
}
