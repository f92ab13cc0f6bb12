import { resolve } from 'node:path';
import type { Limits } from '@gatehouse/core/context';
import { type DatabaseConfig, ConfigError as DatabaseConfigError, readDatabaseConfig } from '@gatehouse/db/config';
import { type Environment, environment, foreignNames, type Role } from './environment.ts';
import { ConfigurationError } from './errors.ts';
import { nearest } from './nearest.ts';

export type { Role } from './environment.ts';
export { ConfigurationError } from './errors.ts';
export { createDataDir, readAuthSecret, readOrCreate, readSecretKeys } from './secret-files.ts';

export type Config = {
  host: string;
  port: number;
  /** Null: `http://localhost:<port>`, known once the server listens. */
  publicUrl: string | null;
  extraOrigins: readonly string[];
  roles: ReadonlySet<Role>;
  dataDir: string;
  /** Null: a file in the data folder, made at the first start. */
  secretKeys: string | null;
  /** Null: the same. */
  authSecret: string | null;
  trustedProxies: readonly string[];
  logLevel: Environment['GATEHOUSE_LOG_LEVEL'];
  /** Null: never fetched. */
  modelMetadataUrl: string | null;
  /** How long single records of usage are kept. */
  usageRecordDays: number;
  limits: Limits;
  database: DatabaseConfig;
};

/** The only reading of the environment. Throws one `ConfigurationError` for everything that is wrong with it. */
export function readConfig(env: Record<string, string | undefined>, cwd: string): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  ) as Record<string, string>;
  const problems = unknownNames(given);
  const own = environment.safeParse(given);
  for (const { path, message } of own.error?.issues ?? []) problems.push(`${String(path[0])} ${message}.`);
  const database = readDatabase(given, problems);
  if (!own.success || !database || problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return fromEnvironment(own.data, database, cwd);
}

function unknownNames(given: Record<string, string>): string[] {
  const known = new Set(Object.keys(environment.shape));
  return Object.keys(given)
    .filter((name) => name.startsWith('GATEHOUSE_') && !known.has(name) && !foreignNames.has(name))
    .map((name) => {
      const meant = nearest(name, known);
      return `There is no variable ${name}.${meant ? ` Did you mean ${meant}?` : ''}`;
    });
}

function readDatabase(given: Record<string, string>, problems: string[]): DatabaseConfig | null {
  try {
    return readDatabaseConfig(given);
  } catch (error) {
    if (!(error instanceof DatabaseConfigError)) throw error;
    problems.push(...error.problems.map(({ message }) => message));
    return null;
  }
}

const fromEnvironment = (own: Environment, database: DatabaseConfig, cwd: string): Config => ({
  host: own.GATEHOUSE_HOST,
  port: own.GATEHOUSE_PORT,
  publicUrl: own.GATEHOUSE_PUBLIC_URL ?? null,
  extraOrigins: own.GATEHOUSE_EXTRA_ORIGINS,
  roles: own.GATEHOUSE_ROLES,
  dataDir: resolve(cwd, own.GATEHOUSE_DATA_DIR),
  secretKeys: own.GATEHOUSE_SECRET_KEYS ?? null,
  authSecret: own.AUTH_SECRET ?? null,
  trustedProxies: own.GATEHOUSE_TRUSTED_PROXIES,
  logLevel: own.GATEHOUSE_LOG_LEVEL,
  modelMetadataUrl: own.GATEHOUSE_MODEL_METADATA_URL,
  usageRecordDays: own.GATEHOUSE_USAGE_RECORD_DAYS,
  limits: {
    providerKeysPerUser: own.GATEHOUSE_PROVIDER_KEYS_PER_USER,
    customProvidersPerUser: own.GATEHOUSE_CUSTOM_PROVIDERS_PER_USER,
    clientKeysPerUser: own.GATEHOUSE_CLIENT_KEYS_PER_USER,
  },
  database,
});
