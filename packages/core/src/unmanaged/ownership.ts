import type { UnmanagedEntryView } from '@gatehouse/contracts/gateway-upkeep';
import { newId } from '@gatehouse/db/ids';
import type { ClientKeySpec, CustomProviderSpec, ProviderKeySpec } from '@gatehouse/gateways/driver';
import { clientKeyPlace, limitsOf } from '../client-keys/index.ts';
import type { Services } from '../context/index.ts';
import { shownOfCustomProvider } from '../custom-providers/index.ts';
import { shownOfProviderKey } from '../provider-keys/index.ts';
import { maskSecret } from '../secrets/index.ts';

/** The row that says whose an adopted entry is, as contributing it would have written it. */
export type Ownership = {
  id: string;
  table: 'provider_keys' | 'custom_providers' | 'client_keys';
  noun: 'provider-key' | 'custom-provider' | 'client-key';
  row: Record<string, unknown>;
};

type Adopted = Pick<UnmanagedEntryView, 'resource' | 'label' | 'masked'> & {
  spec: object;
  gatewayId: string;
  userId: string;
  name: string | undefined;
};

export function ownershipOf(services: Pick<Services, 'hmac' | 'sealer'>, adopted: Adopted): Ownership {
  const id = newId();
  const row = { id, gateway_id: adopted.gatewayId, user_id: adopted.userId, created_at: new Date() };
  const name = adopted.name ?? adopted.label;
  switch (adopted.resource) {
    case 'provider-keys': {
      const spec = adopted.spec as ProviderKeySpec;
      const own = { provider: spec.provider, name, ...shownOfProviderKey(spec) };
      return { id, table: 'provider_keys', noun: 'provider-key', row: { ...row, ...own } };
    }
    case 'custom-providers': {
      const spec = adopted.spec as CustomProviderSpec;
      const isDisabled = spec.isDisabled ?? false;
      const own = { name: spec.name, display_name: name, ...shownOfCustomProvider(spec), is_disabled: isDisabled };
      return { id, table: 'custom_providers', noun: 'custom-provider', row: { ...row, ...own } };
    }
    case 'client-keys': {
      const spec = adopted.spec as ClientKeySpec;
      const own = {
        name,
        ...(spec.isHashOnly ? unknownKey(services, spec.key, adopted.masked) : knownKey(services, id, spec.key)),
        limits: limitsOf(spec),
        expires_at: spec.expiresAt === undefined ? null : new Date(spec.expiresAt),
        is_blocked: spec.isBlocked ?? false,
      };
      return { id, table: 'client_keys', noun: 'client-key', row: { ...row, ...own } };
    }
  }
}

type Keys = Pick<Services, 'hmac' | 'sealer'>;

const knownKey = ({ hmac, sealer }: Keys, id: string, key: string) => ({
  key_hmac: hmac('client-key', key),
  key_sealed: sealer.seal(key, clientKeyPlace(id)),
  masked: maskSecret(key),
});

/** Under another name than keys: whoever knows the hash, as those who run the gateway do, does not know the key. */
const unknownKey = ({ hmac }: Keys, hash: string, masked: string) => ({
  key_hmac: hmac('client-key-hash', hash),
  key_sealed: null,
  masked,
});
