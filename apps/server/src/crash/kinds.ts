import type { Client } from '@gatehouse/client/client';
import type { Item, Kind } from './ledger.ts';

type Options = { waitMs: number; signal: AbortSignal };
type Row = { id: string; name: string; state: { status: string; desired: string } };

/** How each kind of item is added, removed and listed, and what the audit log calls it. */
export type Handling = {
  addedAction: string;
  removedAction: string;
  add(client: Client, item: Item, options: Options): Promise<{ id: string; secret: string | null }>;
  remove(client: Client, id: string, options: Options): Promise<unknown>;
  list(client: Client, scope: 'own' | 'all'): Promise<Row[]>;
};

export const handlings: Record<Kind, Handling> = {
  'provider-key': {
    addedAction: 'provider-key.contributed',
    removedAction: 'provider-key.removed',
    async add(client, { name, provider, secret }, { waitMs, signal }) {
      const input = { provider, name, apiKey: secret ?? '', waitMs };
      const { id } = await client.providerKeys.contribute.mutate(input, { signal });
      return { id, secret };
    },
    remove: (client, id, { waitMs, signal }) => client.providerKeys.remove.mutate({ id, waitMs }, { signal }),
    list: (client, scope) => client.providerKeys.list.query({ scope }),
  },
  'custom-provider': {
    addedAction: 'custom-provider.contributed',
    removedAction: 'custom-provider.removed',
    async add(client, { name, secret }, { waitMs, signal }) {
      const models = [{ name: `upstream/${name}`, alias: `model-of-${name}` }];
      const input = { name, displayName: name, baseUrl: baseUrlOf(name), apiKey: secret ?? '', models, waitMs };
      const { id } = await client.customProviders.contribute.mutate(input, { signal });
      return { id, secret };
    },
    remove: (client, id, { waitMs, signal }) => client.customProviders.remove.mutate({ id, waitMs }, { signal }),
    list: (client, scope) => client.customProviders.list.query({ scope }),
  },
  'client-key': {
    addedAction: 'client-key.created',
    removedAction: 'client-key.revoked',
    async add(client, { name }, { waitMs, signal }) {
      const created = await client.clientKeys.create.mutate({ name, waitMs }, { signal });
      return { id: created.clientKey.id, secret: created.key };
    },
    remove: (client, id, { waitMs, signal }) => client.clientKeys.revoke.mutate({ id, waitMs }, { signal }),
    list: (client, scope) => client.clientKeys.list.query({ scope }),
  },
};

export const baseUrlOf = (name: string): string => `https://${name}.example.com/v1`;
