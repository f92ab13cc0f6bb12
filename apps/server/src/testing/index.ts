import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '@auth/core/jwt';
import { type Client, createClient } from '@gatehouse/client/client';
import type { SignedIn } from '@gatehouse/contracts/identity';
import { anonymous } from '@gatehouse/core/actor';
import type { Context } from '@gatehouse/core/context';
import { verifyPassword } from '@gatehouse/core/sessions';
import { createTestDatabase, type TestDatabase } from '@gatehouse/db/testing';
import { readConfig } from '../config/index.ts';
import { createLogger } from '../logging/index.ts';
import { type Running, type StartOptions, start } from '../start/index.ts';

export type TestServer = Running & { lines: Record<string, unknown>[]; database: TestDatabase; end(): Promise<void> };

/** A folder of its own that whoever runs a database may pass through. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  await chmod(folder, 0o755);
  return folder;
}

/** A log that keeps its lines. */
export function recordingLog(level = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ level, isReadable: false, out: { write: (line) => void lines.push(JSON.parse(line)) } });
  return { lines, log };
}

export type TestServerOptions = {
  env?: Record<string, string>;
  /** Shares database and data folder with that one, as another process of the same installation. */
  beside?: TestServer & { folder?: string };
} & Partial<StartOptions>;

/** The server in this process over a database of its own, without the dashboard. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.beside?.database ?? (await createTestDatabase());
  const folder = options.beside?.folder ?? (await temporaryFolder());
  const { lines, log } = recordingLog();
  const env = {
    GATEHOUSE_PORT: '0',
    GATEHOUSE_ROLES: 'api,jobs',
    GATEHOUSE_DATA_DIR: folder,
    DATABASE_URL: database.connectionString,
    ...options.env,
  };
  const running = await start(readConfig(env, folder), { log, webServerPath: join(folder, 'server.js'), ...options });
  const server = {
    ...running,
    lines,
    database,
    folder,
    async end() {
      await running.stop();
      if (options.beside) return;
      await database.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

export const outside = ({ services }: Running): Context => ({
  ...services,
  actor: anonymous,
  requestId: 'test',
  clientAddress: '192.0.2.1',
});

/** As the dashboard's server does it for a person: the password is checked and a session begins. */
export const signIn = (server: Running, email: string, password: string): Promise<SignedIn> =>
  verifyPassword({ ...outside(server), actor: { type: 'service', name: 'web' } }, { email, password });

export const cookieName = 'authjs.session-token';

/** The cookie that next-auth sets for that session. */
export async function cookieFor(
  authSecret: string,
  { sessionId, userId, sessionVersion }: Pick<SignedIn, 'sessionId' | 'userId' | 'sessionVersion'>,
): Promise<string> {
  const token = { sid: sessionId, sub: userId, ver: sessionVersion };
  return `${cookieName}=${await encode({ token, secret: authSecret, salt: cookieName })}`;
}

/** A browser with that person's session at the dashboard's own origin. */
export async function browserOf(server: Running, session: SignedIn): Promise<Client> {
  const cookie = await cookieFor(server.authSecret, session);
  return createClient({ baseUrl: server.publicUrl, headers: { cookie, origin: server.publicUrl } });
}
