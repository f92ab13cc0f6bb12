import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, type DatabaseHandle, type DatabaseOptions } from '../database/index.ts';
import { sqlState } from '../errors/index.ts';
import { testConfig } from './test-config.ts';
import { execute } from './test-server.ts';

export interface TestDatabase extends DatabaseHandle {
  connectionString: string;
}

export interface TestDatabaseOptions extends DatabaseOptions {
  /** The template to clone; what the global set-up provides by default, so that only others need it. */
  templateUrl?: string;
}

/** A database of its own with all migrations applied; `destroy` drops it. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const templateUrl = options.templateUrl ?? (await import('vitest')).inject('databaseUrl');
  const name = `gatehouse_test_${randomBytes(6).toString('hex')}`;
  await clone(templateUrl, name);
  const url = new URL(templateUrl);
  url.pathname = `/${name}`;
  const connectionString = url.toString();
  const handle = createDatabase(testConfig(connectionString), options);
  return {
    ...handle,
    connectionString,
    destroy: async () => {
      await handle.destroy();
      await execute(maintenanceUrl(templateUrl), `drop database if exists ${name} with (force)`);
    },
  };
}

async function clone(templateUrl: string, name: string): Promise<void> {
  const template = new URL(templateUrl).pathname.slice(1);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await execute(maintenanceUrl(templateUrl), `create database ${name} template ${template}`);
    } catch (error) {
      // object_in_use: another clone is being made, or autovacuum looks at the template.
      if (attempt === 20 || sqlState(error) !== '55006') throw error;
      await sleep(50 + Math.random() * 100);
    }
  }
}

function maintenanceUrl(templateUrl: string): string {
  const url = new URL(templateUrl);
  url.pathname = '/postgres';
  return url.toString();
}
