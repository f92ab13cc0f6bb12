import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSecretKey } from '@gatehouse/core/secrets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError, createDataDir, readAuthSecret, readConfig, readSecretKeys } from './index.ts';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env, '/nowhere');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
};

describe('readConfig', () => {
  it('has a value for everything when nothing is set', () => {
    expect(readConfig({}, '/nowhere')).toMatchObject({
      host: '127.0.0.1',
      port: 4180,
      publicUrl: null,
      extraOrigins: [],
      roles: new Set(['api', 'jobs', 'web']),
      dataDir: '/nowhere/.gatehouse',
      secretKeys: null,
      authSecret: null,
      trustedProxies: [],
      logLevel: 'info',
      limits: { providerKeysPerUser: 20, customProvidersPerUser: 20, clientKeysPerUser: 20 },
      database: { primaryUrl: null, replicaUrls: [] },
    });
  });

  it('takes what is set, and an empty value for not set', () => {
    const config = readConfig(
      {
        GATEHOUSE_HOST: '::',
        GATEHOUSE_PORT: '8080',
        GATEHOUSE_PUBLIC_URL: 'https://gatehouse.example.com/',
        GATEHOUSE_EXTRA_ORIGINS: 'https://a.example.com, http://localhost:3000',
        GATEHOUSE_ROLES: 'jobs',
        GATEHOUSE_DATA_DIR: '/var/lib/gatehouse',
        GATEHOUSE_TRUSTED_PROXIES: '10.0.0.0/8 fd00::/8,192.0.2.1',
        GATEHOUSE_LOG_LEVEL: 'warn',
        GATEHOUSE_CLIENT_KEYS_PER_USER: '3',
        AUTH_SECRET: '   ',
        DATABASE_URL: 'postgresql://user@host/db',
        PATH: '/bin',
      },
      '/nowhere',
    );
    expect(config).toMatchObject({
      host: '::',
      port: 8080,
      publicUrl: 'https://gatehouse.example.com',
      extraOrigins: ['https://a.example.com', 'http://localhost:3000'],
      roles: new Set(['jobs']),
      dataDir: '/var/lib/gatehouse',
      trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.0.2.1'],
      logLevel: 'warn',
      authSecret: null,
      limits: { clientKeysPerUser: 3 },
      database: { primaryUrl: 'postgresql://user@host/db' },
    });
  });

  it.each([
    ['GATEHOUSE_PORT', '65536'],
    ['GATEHOUSE_PORT', '80a'],
    ['GATEHOUSE_PUBLIC_URL', 'wrong.internal'],
    ['GATEHOUSE_PUBLIC_URL', 'https://wrong.internal/path'],
    ['GATEHOUSE_EXTRA_ORIGINS', 'https://a.example.com,b.example.com'],
    ['GATEHOUSE_ROLES', 'api,cooking'],
    ['GATEHOUSE_ROLES', 'web,jobs'],
    ['GATEHOUSE_ROLES', ','],
    ['GATEHOUSE_SECRET_KEYS', 'too-short'],
    ['AUTH_SECRET', 'too-short'],
    ['GATEHOUSE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['GATEHOUSE_TRUSTED_PROXIES', 'proxy.example.com'],
    ['GATEHOUSE_LOG_LEVEL', 'loud'],
    ['GATEHOUSE_PROVIDER_KEYS_PER_USER', '-1'],
    ['DATABASE_URL', 'mysql://somewhere'],
    ['DB_POOL_MAX_CONNS', 'many'],
  ])('refuses %s=%s by its name, without its value', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .*\\.$`));
    expect(problems[0]).not.toContain(value === ',' ? ',,' : value);
  });

  it('names everything that is wrong at once', () => {
    const problems = problemsOf({ GATEHOUSE_PORT: 'x', AUTH_SECRET: 'x', DATABASE_URL: 'x', GATEHOUSE_PROT: '1' });
    const names = ['GATEHOUSE_PROT', 'GATEHOUSE_PORT', 'AUTH_SECRET', 'DATABASE_URL'];
    expect(problems).toHaveLength(names.length);
    for (const name of names) expect(problems.some((problem) => problem.includes(name))).toBe(true);
  });

  it('suggests the name that was meant, where one is near', () => {
    expect(problemsOf({ GATEHOUSE_PUBLIC_ULR: 'x' })).toEqual([
      'There is no variable GATEHOUSE_PUBLIC_ULR. Did you mean GATEHOUSE_PUBLIC_URL?',
    ]);
    expect(problemsOf({ GATEHOUSE_COMPLETELY_ELSE: 'x' })).toEqual(['There is no variable GATEHOUSE_COMPLETELY_ELSE.']);
  });

  it("leaves the command line tool's variables alone", () => {
    expect(problemsOf({ GATEHOUSE_CONFIG_DIR: '/x' })).toEqual([]);
  });
});

describe('the secrets in the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'gatehouse-config-')), 'data');
    await createDataDir(folder);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  it('are made once, for us alone', async () => {
    const [keys, secret] = [await readSecretKeys(folder), await readAuthSecret(folder)];
    expect(await readSecretKeys(folder)).toBe(keys);
    expect(await readAuthSecret(folder)).toBe(secret);
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect(await modeOf(join(folder, 'secret-keys'))).toBe(0o600);
    expect(await modeOf(join(folder, 'auth-secret'))).toBe(0o600);
    // Only for whoever runs the database in place of root it may be passed through.
    expect((await modeOf(folder)) & 0o066).toBe(0);
  });

  it('are the same for everybody who starts at once', async () => {
    const read = await Promise.all(Array.from({ length: 20 }, () => readAuthSecret(folder)));
    expect(new Set(read).size).toBe(1);
    expect(`${read[0]}\n`).toBe(await readFile(join(folder, 'auth-secret'), 'utf8'));
  });

  it('are refused when others may read them', async () => {
    await writeFile(join(folder, 'secret-keys'), `${newSecretKey()}\n`, { mode: 0o644 });
    await expect(readSecretKeys(folder)).rejects.toThrow(/chmod 600/);
  });

  it('are refused when they are damaged, and not replaced', async () => {
    await writeFile(join(folder, 'secret-keys'), 'damaged\n', { mode: 0o600 });
    await expect(readSecretKeys(folder)).rejects.toThrow(/does not hold keys/);
    expect(await readFile(join(folder, 'secret-keys'), 'utf8')).toBe('damaged\n');
  });
});
