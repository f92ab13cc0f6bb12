import type { Client } from '@gatehouse/client/client';
import { maskSecret } from '@gatehouse/core/secrets';
import type { Double } from '@gatehouse/gateways/double';
import { baseUrlOf, handlings } from './kinds.ts';
import type { Item, Kind, Ledger } from './ledger.ts';
import { sections, strangers } from './strangers.ts';

type Row = Awaited<ReturnType<(typeof handlings)[Kind]['list']>>[number];
export type Lists = Record<Kind, Row[]>;

export async function listAll(owner: Client): Promise<Lists> {
  const [providerKeys, customProviders, clientKeys] = await Promise.all(
    (['provider-key', 'custom-provider', 'client-key'] as const).map((kind) => handlings[kind].list(owner, 'all')),
  );
  return {
    'provider-key': providerKeys ?? [],
    'custom-provider': customProviders ?? [],
    'client-key': clientKeys ?? [],
  };
}

/** Every item whose state is not what the answers promised, or that the API and the gateway disagree about. */
export function disagreements(ledger: Ledger, lists: Lists, double: Double): string[] {
  return ledger.items.flatMap((item) => {
    const rows = lists[item.kind].filter(({ name }) => name === item.name);
    const copies = copiesOf(item, rows, double);
    const isApplied = rows.every(({ state }) => state.status === 'applied' && state.desired === 'present');
    const isPromised = {
      present: rows.length === 1 && (item.id === null || rows[0]?.id === item.id),
      absent: rows.length === 0,
      maybe: rows.length <= 1,
    };
    if (isPromised[item.presence] && copies === rows.length && isApplied) return [];
    const states = rows.map(({ state }) => `${state.status} ${state.desired}`).join(', ');
    return [`${item.kind} ${item.name}: ${item.presence}; API [${states}], gateway ${copies}`];
  });
}

/** How often the gateway holds the item, as it was wanted. */
function copiesOf({ kind, name, provider, secret }: Item, rows: readonly Row[], double: Double): number {
  if (kind === 'provider-key')
    return double.entries(`${provider}-api-key`).filter((entry) => entry['api-key'] === secret).length;
  if (kind === 'custom-provider')
    return double
      .entries('openai-compatibility')
      .filter((entry) => entry.name === name && entry['base-url'] === baseUrlOf(name))
      .filter((entry) => JSON.stringify(entry['api-key-entries']).includes(String(secret))).length;
  const masks = rows.map((row) => ('masked' in row ? row.masked : null));
  const isOurs = (key: string) => (secret === null ? masks.includes(maskSecret(key)) : key === secret);
  return double.clientKeys().filter(isOurs).length;
}

/** How many entries each list of the gateway should hold: strangers, what the API lists, and the sentinel. */
export function expectedSizes(ledger: Ledger, lists: Lists): Record<string, number> {
  const names = new Set(lists['provider-key'].map(({ name }) => name));
  const sizeOf = (section: (typeof sections)[number]): number => {
    const others = 'lists' in strangers && section in strangers.lists ? 1 : 0;
    if (section === 'openai-compatibility') return others + lists['custom-provider'].length;
    const own = ledger.items.filter((item) => names.has(item.name) && section === `${item.provider}-api-key`);
    return others + own.length;
  };
  return {
    ...Object.fromEntries(sections.map((section) => [section, sizeOf(section)])),
    'api-keys': strangers.apiKeys.length + 1 + lists['client-key'].length,
  };
}

export const sizesAt = (double: Double): Record<string, number> => ({
  ...Object.fromEntries(sections.map((section) => [section, double.entries(section).length])),
  'api-keys': double.clientKeys().length,
});
