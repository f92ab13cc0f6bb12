import type { TestProject } from 'vitest/node';
import type {} from './provided.ts';
import { startTestServer, type TestServer } from './test-server.ts';

interface SharedServer {
  server: Promise<TestServer>;
  users: number;
}

// Several projects of one run name this file, and each loads its own copy of it: the process has the one variable.
const holder = globalThis as { [shared]?: SharedServer | undefined };
const shared: unique symbol = Symbol.for('gatehouse.test-server');

/** One server for the whole run; the last project that ends stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  holder[shared] ??= { server: startTestServer(), users: 0 };
  const current = holder[shared];
  current.users += 1;
  const { templateUrl } = await current.server;
  project.provide('databaseUrl', templateUrl);
  return async () => {
    current.users -= 1;
    if (current.users > 0) return;
    holder[shared] = undefined;
    await (await current.server).stop();
  };
}
