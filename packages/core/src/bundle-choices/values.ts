import type {
  BundleChoices,
  EditedBundleChoices,
  MaskedBundleChoices,
  McpServer,
} from '@gatehouse/contracts/bundle-choices';

/** Secret values of each MCP server: of its environment if it is local, of its headers if it is remote. */
export type ServerValues = Record<string, Record<string, string>>;

type AnyServer = EditedBundleChoices['mcpServers'][string];
export const valuesOfServer = (server: AnyServer): Record<string, string | null> =>
  server.type === 'local' ? server.environment : server.headers;

/** The server with these names and values in the place of its own. */
const filled = <V>(server: AnyServer, values: Record<string, V>) =>
  server.type === 'local' ? { ...server, environment: values } : { ...server, headers: values };

const mapServers = <T>(servers: Record<string, AnyServer>, change: (server: AnyServer, name: string) => T) =>
  Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, change(server, name)]));

/** What may be shown, and what may not. A null takes the stored value; `missing` lists those that have none. */
export function splitChoices(
  edited: EditedBundleChoices,
  stored: ServerValues,
): { document: MaskedBundleChoices; values: ServerValues; missing: string[] } {
  const missing: string[] = [];
  const values: ServerValues = {};
  const mcpServers = mapServers(edited.mcpServers, (server, name) => {
    const given = valuesOfServer(server);
    const kept: Record<string, string> = {};
    for (const [variable, value] of Object.entries(given)) {
      const known = value ?? ownValue(stored, name, variable);
      if (known === undefined) missing.push(`mcpServers.${name}.${variable}`);
      else kept[variable] = known;
    }
    if (Object.keys(kept).length > 0) values[name] = kept;
    return filled(server, Object.fromEntries(Object.keys(given).map((variable) => [variable, null])));
  }) as MaskedBundleChoices['mcpServers'];
  return { document: { ...edited, mcpServers }, values, missing };
}

/** The document with its values in their places, as a bundle needs it. */
export function joinChoices(document: MaskedBundleChoices, values: ServerValues): BundleChoices {
  const mcpServers = mapServers(document.mcpServers, (server, name) =>
    filled(
      server,
      Object.fromEntries(
        Object.keys(valuesOfServer(server)).map((variable) => [variable, ownValue(values, name, variable) ?? '']),
      ),
    ),
  ) as Record<string, McpServer>;
  return { ...document, mcpServers };
}

/** Own properties only: a server may be called `constructor`. */
export function ownValue(values: ServerValues, server: string, variable: string): string | undefined {
  if (!Object.hasOwn(values, server)) return undefined;
  const found = values[server] ?? {};
  return Object.hasOwn(found, variable) ? found[variable] : undefined;
}
