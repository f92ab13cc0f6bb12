import { createSealer, newSecretKey, parseSecretKeys } from '@gatehouse/core/secrets';
import { sql } from 'kysely';
import { type CheckResult, check } from './check.ts';
import { type ChaosDatabase, openDatabase } from './database.ts';
import { openGateways } from './gateways/index.ts';
import { openInstances } from './instances.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { addPerson } from './people.ts';
import { play } from './play.ts';
import { becomeQuiet } from './quiet.ts';
import type { Report } from './report.ts';
import type { Sabotage } from './sabotage.ts';
import { groupCount, type Step, writeScript } from './script/index.ts';
import { asOwner, type ManagedGateway, type World } from './world.ts';

export type RunOptions = {
  seed: number;
  operations: number;
  instances: number;
  gateways: number;
  paceMs: number;
  /** Numbers of the steps of the script that are played; all if left out. */
  only?: readonly number[] | undefined;
  sabotage?: Sabotage | undefined;
  say: (text: string) => void;
};
export type RunResult = { report: Report; details: string[]; trace: CheckResult['trace'] };

/** Long enough for a loaded machine, short enough to be exceeded on purpose. */
const timeoutMs = 1000;

export const scriptOf = (options: RunOptions): Step[] => writeScript({ ...options, hasKills: options.instances > 1 });

/** One run from an empty installation to the figures. */
export async function runChaos(options: RunOptions): Promise<RunResult> {
  const startedAt = performance.now();
  const closing: (() => Promise<void>)[] = [];
  try {
    const world = await openWorld(options, closing);
    const faults = new Map<string, number>();
    const kept = options.only && new Set(options.only);
    const steps = scriptOf(options).filter((_, index) => !kept || kept.has(index));
    await play(world, steps, faults);
    options.say('quiet');
    await becomeQuiet(world);
    const { details, counts, trace }: CheckResult = await check(world);
    const writes = sum(world.gateways.map((gateway) => gateway.figures().writes));
    const { operations } = world.ledger.counts;
    const report: Report = {
      ...world.ledger.counts,
      ...counts,
      ...(await convergence(world.database)),
      ...(await held(world.database)),
      gatewayWrites: writes,
      gatewayWritesPerOperation: Number((writes / Math.max(1, operations)).toFixed(3)),
      seconds: Math.round((performance.now() - startedAt) / 1000),
      seed: options.seed,
      instances: options.instances,
      gateways: options.gateways,
      faults: Object.fromEntries(faults),
      done: Object.fromEntries(world.ledger.done),
    };
    return { report, details, trace };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function openWorld(options: RunOptions, closing: (() => Promise<void>)[]): Promise<World> {
  const database = await openDatabase();
  closing.push(database.stop);
  const found = await openGateways(options.gateways, timeoutMs);
  closing.push(async () => void (await Promise.all(found.map((gateway) => gateway.stop()))));
  const secretKey = newSecretKey();
  const ledger: Ledger = createLedger();
  const onSurprise = (text: string) => void ledger.surprises.push(text);
  const settings = { databaseUrl: database.url, secretKey, timeoutMs, onSurprise, sabotage: options.sabotage };
  const instances = await openInstances({ ...settings, count: options.instances });
  closing.push(instances.close);
  const owner = await addPerson(database, 'owner', 'owner');
  const sealer = createSealer(parseSecretKeys(secretKey));
  const world: World = { database, instances, gateways: [], owner, ledger, sealer, say: options.say };
  for (const [index, gateway] of found.entries()) {
    const { kind, baseUrl, managementKey } = gateway;
    const outcome = await asOwner(world, 'createGateway', { name: `Gateway ${index}`, kind, baseUrl, managementKey });
    if (outcome.is !== 'acknowledged') throw new Error(`A gateway cannot be added: ${JSON.stringify(outcome)}`);
    world.gateways.push(Object.assign(gateway, { id: (outcome.value as { id: string }).id }) satisfies ManagedGateway);
  }
  for (let number = 0; number < groupCount; number += 1) {
    const outcome = await asOwner(world, 'createCustomProviderGroup', { name: `Group ${number}` });
    if (outcome.is !== 'acknowledged') throw new Error(`A group cannot be added: ${JSON.stringify(outcome)}`);
    const { id } = outcome.value as { id: string };
    ledger.groups.push({ id, isEnabled: true, turn: Promise.resolve() });
  }
  return world;
}

async function convergence({ handle, insist }: ChaosDatabase) {
  const { rows } = await insist(() =>
    sql<{ p50: number; p99: number; max: number }>`
      with taken as (select extract(epoch from applied_at - wanted_at) * 1000 as ms from chaos_wishes where applied_at is not null)
      select percentile_cont(0.5) within group (order by ms)::float8 as p50,
        percentile_cont(0.99) within group (order by ms)::float8 as p99, max(ms)::float8 as max from taken`.execute(
      handle.db,
    ),
  );
  const [row] = rows;
  return {
    convergenceP50Ms: Math.round(row?.p50 ?? 0),
    convergenceP99Ms: Math.round(row?.p99 ?? 0),
    convergenceMaxMs: Math.round(row?.max ?? 0),
  };
}

async function held({ handle, insist }: ChaosDatabase) {
  const { rows } = await insist(() => sql<{ status: string }>`select status from chaos_held`.execute(handle.db));
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  return { conflicts: count('conflict'), rejected: count('rejected') };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
