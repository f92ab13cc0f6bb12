import { createHash } from 'node:crypto';
import { type LitellmDouble, startLitellmDouble } from '@gatehouse/gateways/litellm-double';
import type { UserActor } from '../actor/index.ts';
import type { Context } from '../context/index.ts';
import { converge } from '../gateway-sync/index.ts';
import { createGateway } from '../gateways/index.ts';
import { adoptEntries, listUnmanagedEntries } from '../unmanaged/index.ts';
import { createTestDrivers } from './gateway.ts';
import { createTestServices, type TestServices } from './services.ts';

export type TestLitellm = TestServices & {
  double: LitellmDouble;
  gatewayId: string;
  asOwner: Context;
  ada: UserActor;
  asAda: Context;
  /** Runs until nothing waits any more at this gateway, or the given one. */
  settle(gatewayId?: string): Promise<void>;
  /** One of the strangers that can be adopted, as adopting names it: for Ada. */
  stranger(resource: 'client-keys' | 'custom-providers'): Promise<{
    resource: 'client-keys' | 'custom-providers';
    key: string;
    ownerUserId: string;
  }>;
  adopt(...entries: Parameters<typeof adoptEntries>[1]['entries']): ReturnType<typeof adoptEntries>;
};

export const theirKey = 'sk-test-their-key-canary';
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** A LiteLLM at which others have a key, a model and one in its file; a gateway row for it, an owner, and Ada. */
export async function createTestLitellm(): Promise<TestLitellm> {
  const base = await createTestServices({ drivers: createTestDrivers() });
  const asOwner = base.contextOf(await base.createUser({ role: 'owner' }));
  const ada = await base.createUser({ name: 'Ada' });
  const double = await startLitellmDouble({ version: '1.92' });
  double.addTeam('blue');
  putStrangers(double);
  const { id } = await createGateway(asOwner, {
    name: 'LiteLLM',
    kind: 'litellm',
    baseUrl: double.url,
    managementKey: double.masterKey,
  });
  return {
    ...base,
    double,
    gatewayId: id,
    asOwner,
    ada,
    asAda: base.contextOf(ada),
    settle: (gatewayId = id) => settle(base, gatewayId),
    async stranger(resource) {
      const all = await listUnmanagedEntries(asOwner, { id });
      const found = all.find((one) => one.resource === resource && one.obstacle === null);
      if (!found) throw new Error('There is no such stranger.');
      return { resource, key: found.key, ownerUserId: ada.userId };
    },
    adopt: (...entries) => adoptEntries(asOwner, { id, entries }),
    async destroy() {
      await double.stop();
      await base.destroy();
    },
  };
}

function putStrangers(double: LitellmDouble): void {
  double.editAsForeigner(({ keys, models }) => {
    const token = hashOf(theirKey);
    const row = { key_alias: 'theirs', key_name: 'sk-...nary', models: ['big'], team_id: 'blue', spend: 1 };
    keys.set(token, { token, ...row });
    models.push(
      {
        model_name: 'their-model',
        litellm_params: { model: 'openai/x', api_key: 'sk-test-theirs', api_base: 'https://theirs.example', rpm: 5 },
        model_info: { id: 'm1' },
      },
      { model_name: 'in-file', litellm_params: { model: 'openai/y' }, model_info: { id: 'm2', db_model: false } },
    );
  });
}

async function settle({ services }: TestServices, gatewayId: string): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    const report = await converge(services, gatewayId);
    const waiting = await services.db
      .selectFrom('gateway_entries')
      .select('id')
      .where('gateway_id', '=', gatewayId)
      .where('status', 'in', ['pending', 'drifted', 'unknown'])
      .execute();
    if (report.outcome === 'converged' && waiting.length === 0) return;
  }
  throw new Error('The gateway did not settle.');
}
