import { type DatabaseConfig, defaultPoolSettings, type PoolSettings } from './settings.ts';

export interface ConfigProblem {
  variable: string;
  /** A whole sentence that names the variable and what is expected, never the value. */
  message: string;
}

/** Every wrong variable at once; the values are nowhere in it. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => problem.message).join(' '));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Environment = Record<string, string | undefined>;
type Reader = (variable: string) => string | undefined;

/** Reads DATABASE_URL or DB_PRIMARY, DB_REPLICAS, DB_SCHEMA and DB_POOL_*; throws one ConfigError for all problems. */
export function readDatabaseConfig(env: Environment): DatabaseConfig {
  const problems: ConfigProblem[] = [];
  const read: Reader = (variable) => env[variable]?.trim() || undefined;
  const refuse = (variable: string, expectation: string) => {
    problems.push({ variable, message: `${variable} ${expectation}.` });
  };
  const config: DatabaseConfig = {
    primaryUrl: readPrimary(read, refuse),
    replicaUrls: readReplicas(read, refuse),
    schema: readSchema(read, refuse),
    pool: readPool(read, refuse),
  };
  if (config.replicaUrls.length > 0 && !read('DATABASE_URL') && !read('DB_PRIMARY')) {
    refuse('DB_REPLICAS', 'needs the primary beside it: set DATABASE_URL too');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

type Refuse = (variable: string, expectation: string) => void;

const urlExpectation = 'must be a PostgreSQL address such as postgresql://user:password@host:5432/database';

function readPrimary(read: Reader, refuse: Refuse): string | null {
  const given = ['DATABASE_URL', 'DB_PRIMARY'].filter((variable) => read(variable));
  for (const variable of given) if (!isPostgresUrl(read(variable) ?? '')) refuse(variable, urlExpectation);
  const [first, second] = given.map(read);
  if (second !== undefined && first !== second) {
    refuse('DB_PRIMARY', 'means the same as DATABASE_URL and must be equal to it or left out');
  }
  return first ?? null;
}

function readReplicas(read: Reader, refuse: Refuse): string[] {
  const urls = (read('DB_REPLICAS') ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
  if (!urls.every(isPostgresUrl)) {
    refuse(
      'DB_REPLICAS',
      'must be PostgreSQL addresses (postgresql://user:password@host:5432/database) joined by commas',
    );
  }
  return urls;
}

function isPostgresUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') return false;
  return url.hostname !== '' || url.searchParams.has('host');
}

function readSchema(read: Reader, refuse: Refuse): string | null {
  const schema = read('DB_SCHEMA');
  if (schema === undefined) return null;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_')) {
    refuse('DB_SCHEMA', 'must be a plain schema name: a-z, 0-9 and _, not beginning with a digit or pg_, 63 at most');
  }
  return schema;
}

function readPool(read: Reader, refuse: Refuse): PoolSettings {
  const number = (variable: string, fallback: number, least: number, most: number, unit: string) => {
    const text = read(variable);
    if (text === undefined) return fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    refuse(variable, `must be a whole number of ${unit} from ${least} to ${most}`);
    return fallback;
  };
  const seconds = 'seconds (0 switches it off)';
  const pool = {
    maxConnections: number('DB_POOL_MAX_CONNS', defaultPoolSettings.maxConnections, 1, 1000, 'connections'),
    minConnections: number('DB_POOL_MIN_CONNS', defaultPoolSettings.minConnections, 0, 1000, 'connections'),
    maxLifetimeSeconds: number(
      'DB_POOL_MAX_CONN_LIFETIME',
      defaultPoolSettings.maxLifetimeSeconds,
      0,
      longestTimerSeconds,
      seconds,
    ),
    maxIdleSeconds: number(
      'DB_POOL_MAX_CONN_IDLE_TIME',
      defaultPoolSettings.maxIdleSeconds,
      0,
      longestTimerSeconds,
      seconds,
    ),
    healthCheckSeconds: number(
      'DB_POOL_HEALTH_CHECK',
      defaultPoolSettings.healthCheckSeconds,
      0,
      longestTimerSeconds,
      seconds,
    ),
  };
  return withinMaximum(pool, read, refuse);
}

// A Node timer that is longer than 2^31 ms fires at once.
const longestTimerSeconds = 2_147_483;

function withinMaximum(pool: PoolSettings, read: Reader, refuse: Refuse): PoolSettings {
  if (pool.minConnections <= pool.maxConnections) return pool;
  if (read('DB_POOL_MIN_CONNS') !== undefined) {
    refuse('DB_POOL_MIN_CONNS', 'must not be larger than DB_POOL_MAX_CONNS');
  }
  return { ...pool, minConnections: pool.maxConnections };
}
