import type { Wire } from './wire.ts';

const listSections = [
  'gemini-api-key',
  'interactions-api-key',
  'claude-api-key',
  'codex-api-key',
  'xai-api-key',
  'vertex-api-key',
  'openai-compatibility',
];

/** What the contract changes, as it was before. */
export type Snapshot = { clientKeys: string[]; lists: Record<string, unknown[]>; usage: boolean; retry: number };

export async function takeSnapshot(wire: Wire): Promise<Snapshot> {
  const lists: Record<string, unknown[]> = {};
  for (const section of listSections) lists[section] = await wire.list(section);
  const usage = (await wire.manage('GET', 'usage-statistics-enabled')).json as Record<string, boolean>;
  const retry = (await wire.manage('GET', 'request-retry')).json as Record<string, number>;
  return {
    clientKeys: await wire.clientKeys(),
    lists,
    usage: usage['usage-statistics-enabled'] === true,
    retry: retry['request-retry'] ?? 0,
  };
}

export const isUsed = ({ clientKeys, lists }: Snapshot): boolean =>
  clientKeys.length > 0 || Object.values(lists).some((entries) => entries.length > 0);

/** A list of client keys that was empty stays with a key of nobody: emptying it would open the gateway. */
export async function restoreSnapshot(wire: Wire, snapshot: Snapshot): Promise<void> {
  for (const [section, entries] of Object.entries(snapshot.lists)) await wire.put(section, entries);
  await wire.put('usage-statistics-enabled', { value: snapshot.usage });
  await wire.put('request-retry', { value: snapshot.retry });
  await wire.put('api-keys', snapshot.clientKeys.length > 0 ? snapshot.clientKeys : ['sk-test-nobody']);
}
