import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { type CollectServices, collectUsage } from '../../packages/core/src/usage/index.ts';
import { median, round } from './numbers.ts';
import { type BenchKey, createPages } from './usage-pages.ts';

type Rig = {
  services: CollectServices;
  /** What the gateway gives next. */
  pages: string[];
  keys: readonly BenchKey[];
  gatewayId: string;
  statements: () => number;
};

const pageSize = 500;
const pagesPerRound = 20;
const rounds = 5;

type Sample = { perSecond: number; cpuMs: number; databaseMs: number; statements: number };

/** In turns: reading, keeping and counting records, and nothing but inserting the same rows. */
export async function measureIngest(rig: Rig): Promise<Record<string, number>> {
  const { db } = rig.services;
  await sql`create table bench_usage (like usage_events including all)`.execute(db);
  const [ingested, bare]: [Sample[], Sample[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const records = createPages(rig.keys, { pages: pagesPerRound, size: pageSize });
    rig.pages.push(...records);
    const one = await sampled(rig, async () => {
      const { counted } = await collectUsage(rig.services, rig.gatewayId, { keepDays: 400, mayGoOn: async () => true });
      if (counted !== pageSize * pagesPerRound) throw new Error(`${counted} records were counted.`);
    });
    const batches = await insertedLast(rig);
    const other = await sampled(rig, async () => {
      for (const values of batches) await insertBare(rig, values);
    });
    // The first round warms everything up.
    if (round > 0) {
      ingested.push(one);
      bare.push(other);
    }
  }
  const of = (samples: Sample[], value: (sample: Sample) => number) => median(samples.map(value));
  const perSecond = of(ingested, (sample) => sample.perSecond);
  const bareRowsPerSecond = of(bare, (sample) => sample.perSecond);
  return {
    recordsPerSecond: Math.round(perSecond),
    bareRowsPerSecond: Math.round(bareRowsPerSecond),
    shareOfBareInsert: round(perSecond / bareRowsPerSecond),
    statementsPer1000: of(ingested, (sample) => sample.statements),
    cpuMsPer1000: round(
      of(ingested, (sample) => sample.cpuMs),
      1,
    ),
    bareCpuMsPer1000: round(
      of(bare, (sample) => sample.cpuMs),
      1,
    ),
    databaseCpuMsPer1000: round(
      of(ingested, (sample) => sample.databaseMs),
      1,
    ),
    bareDatabaseCpuMsPer1000: round(
      of(bare, (sample) => sample.databaseMs),
      1,
    ),
  };
}

async function sampled({ services, statements }: Rig, work: () => Promise<void>): Promise<Sample> {
  const thousands = (pageSize * pagesPerRound) / 1000;
  const databaseBefore = await databaseCpuMs(services);
  const sentBefore = statements();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: (thousands * 1000) / seconds,
    cpuMs: (user + system) / 1000 / thousands,
    statements: (statements() - sentBefore) / thousands,
    databaseMs: ((await databaseCpuMs(services)) - databaseBefore) / thousands,
  };
}

const tickMs = 10;

/** Of all connections of this process; 0 where the system does not show it. */
async function databaseCpuMs({ db }: Pick<CollectServices, 'db'>): Promise<number> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where backend_type = 'client backend' and datname = current_database()`.execute(
    db,
  );
  const times = await Promise.all(
    rows.map(async ({ pid }) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs;
    }),
  );
  return times.reduce((sum, ms) => sum + ms, 0);
}

type Batch = { names: string[]; types: string[]; columns: unknown[][] };

/** The rows of the last round, a page each, as a program would hold them that has nothing to do but to insert them. */
async function insertedLast({ services: { db } }: Rig): Promise<Batch[]> {
  const { rows: columns } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = 'bench_usage'::regclass and attnum > 0 and not attisdropped order by attnum`.execute(db);
  const texts = columns.map(({ name }) => sql`${sql.ref(name)}::text as ${sql.ref(name)}`);
  const { rows } = await sql<Record<string, string | null>>`
    select ${sql.join(texts)} from usage_events e
    where not exists (select from bench_usage b where b.id = e.id and b.occurred_at = e.occurred_at)`.execute(db);
  return Array.from({ length: Math.ceil(rows.length / pageSize) }, (_, index) => {
    const batch = rows.slice(index * pageSize, (index + 1) * pageSize);
    return {
      names: columns.map(({ name }) => name),
      types: columns.map(({ type }) => type),
      columns: columns.map(({ name }) => batch.map((row) => row[name] ?? null)),
    };
  });
}

async function insertBare({ services: { db } }: Rig, { names, types, columns }: Batch): Promise<void> {
  const arrays = columns.map((values, index) => sql`${values}::${sql.raw(types[index] ?? 'text')}[]`);
  await sql`
    insert into bench_usage (${sql.join(names.map((name) => sql.ref(name)))})
    select * from unnest(${sql.join(arrays)})`.execute(db);
}
