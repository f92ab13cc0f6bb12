import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';

export type StoredServer = {
  token: string;
  expiresAt: string | null;
  /** Said once at sign-in with `--insecure-http`. */
  isInsecureHttpAllowed: boolean;
};
/** `current`: the server that was signed in to last; `servers` by their address. */
export type Credentials = { current: string | null; servers: Record<string, StoredServer> };

const pathIn = (folder: string): string => join(folder, 'credentials.json');

/** What `login` kept. Refuses a file that others on this machine could read. */
export async function readCredentials(folder: string): Promise<Credentials> {
  const path = pathIn(folder);
  const bytes = await readIfThere(path);
  if (!bytes) return { current: null, servers: {} };
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
    throw new Failure('precondition', `Others can read ${shortPath(path)}, which holds your access token.`, {
      advice: `Run: chmod 600 ${shortPath(path)} (and if others use this machine: gatehouse logout, gatehouse login)`,
    });
  }
  const credentials = parse(bytes.toString('utf8'));
  if (credentials) return credentials;
  throw new Failure('precondition', `${shortPath(path)} is damaged.`, { advice: 'Run: gatehouse login' });
}

/** For `login` and `logout`, which replace the file anyway: one that is damaged or open to others counts as it can be read. */
export async function readCredentialsLeniently(folder: string): Promise<Credentials> {
  const bytes = await readIfThere(pathIn(folder));
  return (bytes && parse(bytes.toString('utf8'))) ?? { current: null, servers: {} };
}

export async function writeCredentials(folder: string, credentials: Credentials): Promise<void> {
  const text = `${JSON.stringify({ version: 1, ...credentials }, null, 2)}\n`;
  await writeAtomically(pathIn(folder), Buffer.from(text), 0o600);
}

/** `current` stays: the next `login` needs no address. */
export function withoutServer({ current, servers }: Credentials, url: string): Credentials {
  const { [url]: _, ...others } = servers;
  return { current, servers: others };
}

function parse(text: string): Credentials | null {
  const value = parseObject(text);
  if (!value || typeof value.servers !== 'object' || value.servers === null) return null;
  const servers: Record<string, StoredServer> = {};
  for (const [url, server] of Object.entries(value.servers as Record<string, Partial<StoredServer> | null>)) {
    if (typeof server?.token !== 'string') return null;
    servers[url] = {
      token: server.token,
      expiresAt: typeof server.expiresAt === 'string' ? server.expiresAt : null,
      isInsecureHttpAllowed: server.isInsecureHttpAllowed === true,
    };
  }
  return { current: typeof value.current === 'string' ? value.current : null, servers };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
