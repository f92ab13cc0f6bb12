import type { Services } from '@gatehouse/core/context';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import type { Call, Outcome } from './calls.ts';

/**
 * Builds that are broken on purpose: they prove that the checks see it, and that a failure shrinks. `lose` forgets some
 * custom providers after acknowledging them. `forget` does not take client keys away and believes it has. `trample` writes
 * client keys without those of strangers.
 */
export const sabotages = ['lose', 'forget', 'trample'] as const;
export type Sabotage = (typeof sabotages)[number];
export const isSabotage = (value: string): value is Sabotage => sabotages.some((name) => name === value);

/** After a call was acknowledged. */
export async function sabotageCall(
  { db }: Services,
  sabotage: Sabotage | undefined,
  call: Call,
  { is }: Outcome,
): Promise<void> {
  if (sabotage !== 'lose' || is !== 'acknowledged' || call.name !== 'contributeCustomProvider') return;
  const { name = '' } = call.input as { name?: string };
  if (!/[02468]$/.test(name)) return;
  const gone = await db.deleteFrom('custom_providers').where('name', '=', name).returning('entry_id').execute();
  for (const { entry_id } of gone) await db.deleteFrom('gateway_entries').where('id', '=', entry_id).execute();
}

type Place = { baseUrl: string; managementKey: string; name: string };

export function sabotageDriver(driver: GatewayDriver, sabotage: Sabotage | undefined, place: Place): GatewayDriver {
  if (driver.kind !== 'cliproxyapi') return driver;
  if (sabotage === 'forget') return forgetful(driver);
  return sabotage === 'trample' ? trampling(driver, place) : driver;
}

function forgetful(driver: GatewayDriver): GatewayDriver {
  const gone = new Set<string>();
  return {
    ...driver,
    async observe(resource) {
      const observed = await driver.observe(resource);
      if (!observed.ok || resource !== 'client-keys') return observed;
      const entries = observed.observation.entries.filter(({ naturalKey }) => !gone.has(naturalKey));
      return { ok: true, observation: { ...observed.observation, entries } };
    },
    apply(resource, changes, base, mayWrite) {
      const absent = resource === 'client-keys' ? changes.filter(({ kind }) => kind === 'ensure-absent') : [];
      for (const { naturalKey } of absent) gone.add(naturalKey);
      const others = changes.filter((change) => !absent.includes(change));
      return others.length > 0
        ? driver.apply(resource, others, base, mayWrite)
        : Promise.resolve({ outcome: 'applied', writes: 0 });
    },
    admits: async (clientKey) => !gone.has(clientKey) && driver.admits(clientKey),
  };
}

const trampling = (driver: GatewayDriver, place: Place): GatewayDriver => ({
  ...driver,
  async apply(resource, changes, base, mayWrite) {
    const outcome = await driver.apply(resource, changes, base, mayWrite);
    if (resource === 'client-keys') await trample(place).catch(() => {});
    return outcome;
  },
});

async function trample({ baseUrl, managementKey, name }: Place): Promise<void> {
  const url = `${baseUrl}/v0/management/api-keys`;
  const headers = { authorization: `Bearer ${managementKey}`, 'user-agent': `gatehouse/0.1.0 (${name})` };
  const shown = (await (await fetch(url, { headers })).json()) as { 'api-keys': string[] };
  const keys = shown['api-keys'].filter((key) => /^(sk-gh-|gh-sentinel-)/.test(key));
  await fetch(url, { method: 'PUT', headers, body: JSON.stringify(keys) });
}
