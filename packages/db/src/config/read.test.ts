import { expect, test } from 'vitest';
import { ConfigError, readDatabaseConfig, withSearchPath } from './index.ts';

const url = 'postgresql://app:sk-test-password@db.example:5432/gatehouse';

function problemsOf(env: Record<string, string>) {
  try {
    readDatabaseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment means the embedded database with the default pool', () => {
  expect(readDatabaseConfig({})).toEqual({
    primaryUrl: null,
    replicaUrls: [],
    schema: null,
    pool: {
      maxConnections: 20,
      minConnections: 5,
      maxLifetimeSeconds: 3600,
      maxIdleSeconds: 1800,
      healthCheckSeconds: 60,
    },
  });
});

test('every variable is read', () => {
  const env = {
    DB_PRIMARY: url,
    DB_REPLICAS: ` ${url}?a=1, ${url}?a=2 ,`,
    DB_SCHEMA: 'gate_house',
    DB_POOL_MAX_CONNS: '7',
    DB_POOL_MIN_CONNS: '0',
    DB_POOL_MAX_CONN_LIFETIME: '0',
    DB_POOL_MAX_CONN_IDLE_TIME: '10',
    DB_POOL_HEALTH_CHECK: '15',
  };
  expect(readDatabaseConfig(env)).toEqual({
    primaryUrl: url,
    replicaUrls: [`${url}?a=1`, `${url}?a=2`],
    schema: 'gate_house',
    pool: { maxConnections: 7, minConnections: 0, maxLifetimeSeconds: 0, maxIdleSeconds: 10, healthCheckSeconds: 15 },
  });
});

test('both names of the primary may be given if they are equal', () => {
  expect(readDatabaseConfig({ DATABASE_URL: url, DB_PRIMARY: url }).primaryUrl).toBe(url);
  expect(problemsOf({ DATABASE_URL: url, DB_PRIMARY: `${url}2` })).toEqual([
    {
      variable: 'DB_PRIMARY',
      message: 'DB_PRIMARY means the same as DATABASE_URL and must be equal to it or left out.',
    },
  ]);
});

test('a small maximum lowers the default minimum, not one that was asked for', () => {
  expect(readDatabaseConfig({ DB_POOL_MAX_CONNS: '2' }).pool.minConnections).toBe(2);
  expect(problemsOf({ DB_POOL_MAX_CONNS: '2', DB_POOL_MIN_CONNS: '3' }).map(({ variable }) => variable)).toEqual([
    'DB_POOL_MIN_CONNS',
  ]);
});

test.each([
  ['DATABASE_URL', 'garbage'],
  ['DATABASE_URL', 'mysql://app:sk-test@host/db'],
  ['DATABASE_URL', 'postgresql:///nowhere'],
  ['DB_PRIMARY', 'http://host'],
  ['DB_SCHEMA', 'Public'],
  ['DB_SCHEMA', 'a"; drop schema public; --'],
  ['DB_SCHEMA', 'pg_catalog'],
  ['DB_SCHEMA', 'a'.repeat(64)],
  ['DB_POOL_MAX_CONNS', '0'],
  ['DB_POOL_MAX_CONNS', '1e3'],
  ['DB_POOL_MAX_CONNS', '20 '.repeat(2)],
  ['DB_POOL_MIN_CONNS', '-1'],
  ['DB_POOL_MAX_CONN_LIFETIME', '1h'],
  ['DB_POOL_MAX_CONN_IDLE_TIME', '1.5'],
  ['DB_POOL_HEALTH_CHECK', '9999999'],
])('%s refuses %j with one sentence that names it and not the value', (variable, value) => {
  const problems = problemsOf({ [variable]: value });
  expect(problems.map((problem) => problem.variable)).toEqual([variable]);
  const message = problems[0]?.message ?? '';
  expect(message.startsWith(`${variable} must be `)).toBe(true);
  expect(message.endsWith('.')).toBe(true);
  if (value.length > 3) expect(message).not.toContain(value);
});

test('all problems come together, replicas without a primary among them', () => {
  const problems = problemsOf({ DB_REPLICAS: `${url},nonsense`, DB_SCHEMA: '1', DB_POOL_MAX_CONNS: 'many' });
  expect(problems.map(({ variable }) => variable)).toEqual([
    'DB_REPLICAS',
    'DB_SCHEMA',
    'DB_POOL_MAX_CONNS',
    'DB_REPLICAS',
  ]);
  expect(problems.map(({ message }) => message).join()).not.toContain('sk-test');
});

test('the search path joins options that the address already has', () => {
  expect(withSearchPath(url, null)).toBe(url);
  const options = (address: string) => new URL(address).searchParams.get('options');
  expect(options(withSearchPath(url, 'one'))).toBe('-c search_path="one"');
  expect(options(withSearchPath(`${url}?options=-c%20work_mem%3D8MB`, 'one'))).toBe(
    '-c work_mem=8MB -c search_path="one"',
  );
});
