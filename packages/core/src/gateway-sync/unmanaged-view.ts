import type { UnmanagedEntryView } from '@gatehouse/contracts/gateway-upkeep';
import type { Resource } from '@gatehouse/contracts/gateways';
import type { ClientKeySpec, CustomProviderSpec, GatewayDriver, ProviderKeySpec } from '@gatehouse/gateways/driver';
import { maskSecret } from '../secrets/index.ts';
import { ignoredKey } from './gateway-record.ts';
import type { Stranger } from './plan.ts';
import { sentinelPrefix } from './rival.ts';

type Facts = Pick<UnmanagedEntryView, 'label' | 'masked' | 'details'> & { obstacle?: string; caveat?: string };

/** A stranger as it may be shown: what it is recognised by, and nothing of its secret but a mask. */
export function unmanagedView<R extends Resource>(
  driver: GatewayDriver,
  resource: R,
  stranger: Stranger<R>,
  ignored: ReadonlySet<string>,
): UnmanagedEntryView {
  const { obstacle, caveat, ...facts } = factsOf(resource, stranger.spec);
  const { name, masked } = stranger.shown ?? {};
  const normal = driver.normalise(resource, stranger.spec);
  return {
    key: strangerKey(stranger),
    resource,
    ...facts,
    ...(name === undefined ? {} : { label: name }),
    ...(masked === undefined ? {} : { masked }),
    caveat: caveat ?? null,
    takesSecret: 'isHashOnly' in stranger.spec && stranger.spec.isHashOnly === true,
    copies: stranger.copies,
    isIgnored: ignored.has(ignoredKey(resource, stranger.keyHmac)),
    obstacle: obstacle ?? (normal.ok ? null : normal.problem.message),
  };
}

/** Names an entry to people and programs. An HMAC: nothing about the secret follows from it. */
export const strangerKey = ({ keyHmac }: Pick<Stranger, 'keyHmac'>): string =>
  Buffer.from(keyHmac, 'hex').toString('base64url');

function factsOf(resource: Resource, spec: object): Facts {
  switch (resource) {
    case 'client-keys':
      return clientKeyFacts(spec as ClientKeySpec);
    case 'provider-keys':
      return providerKeyFacts(spec as ProviderKeySpec);
    case 'custom-providers':
      return customProviderFacts(spec as CustomProviderSpec);
  }
}

const hiddenKey =
  'The gateway keeps only its hash. Its owner can have it limited, blocked and revoked; it cannot be made again here or at another gateway, and no bundle carries it, unless somebody gives the key itself.';
const hiddenCredential =
  'The gateway does not show its credential. It can be renamed and removed; it cannot be switched off, sent elsewhere or made again until its owner enters the key.';

function clientKeyFacts({ key, isHashOnly, models }: ClientKeySpec): Facts {
  if (isHashOnly)
    return {
      label: 'Client key',
      masked: `${key.slice(0, 8)}…`,
      details: withoutEmpty({ models: countOf(models) }),
      caveat: hiddenKey,
    };
  const masked = maskSecret(key);
  if (!key.startsWith(sentinelPrefix)) return { label: 'Client key', masked, details: {} };
  const obstacle =
    'Another Gatehouse keeps this gateway closed with it. Remove the gateway there, or ignore the key here.';
  return { label: 'Sentinel of another Gatehouse', masked, details: {}, obstacle };
}

const providerKeyFacts = (spec: ProviderKeySpec): Facts => ({
  label: `${spec.provider} key`,
  masked: maskSecret(spec.apiKey),
  details: withoutEmpty({
    provider: spec.provider,
    baseUrl: shownAddress(spec.baseUrl),
    prefix: spec.prefix,
    models: countOf(spec.models),
  }),
});

const customProviderFacts = (spec: CustomProviderSpec): Facts => ({
  label: spec.name,
  masked: maskSecret(spec.apiKeys[0] ?? ''),
  details: withoutEmpty({
    baseUrl: shownAddress(spec.baseUrl),
    keys: countOf(spec.apiKeys),
    models: countOf(spec.models),
  }),
  ...(spec.foreign ? { caveat: hiddenCredential } : {}),
});

const countOf = (list: readonly unknown[] | undefined): string | undefined =>
  list && list.length > 0 ? String(list.length) : undefined;

/** Others may have put credentials into an address. */
function shownAddress(address: string | undefined): string | undefined {
  if (!address || !URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  return origin === 'null' ? undefined : origin + pathname.replace(/\/+$/, '');
}

const withoutEmpty = (facts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
