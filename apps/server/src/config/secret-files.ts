import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newSecretKey, parseSecretKeys } from '@gatehouse/core/secrets';
import { ConfigurationError } from './errors.ts';

/** Nobody else may look inside. As root the database's own user has to pass through, though it may not look either. */
export async function createDataDir(dataDir: string): Promise<void> {
  const isNew = (await mkdir(dataDir, { recursive: true, mode: 0o700 })) !== undefined;
  if (isNew) await chmod(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** The keys that seal secrets. Losing the file loses every secret in the database. */
export async function readSecretKeys(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret-keys');
  const text = await readOrCreate(path, () => `${newSecretKey()}\n`);
  try {
    parseSecretKeys(text);
    return text;
  } catch {
    throw new ConfigurationError([`The file ${path} does not hold keys of 32 bytes. Restore it from a backup.`]);
  }
}

export async function readAuthSecret(dataDir: string): Promise<string> {
  const text = await readOrCreate(join(dataDir, 'auth-secret'), () => `${randomBytes(32).toString('base64url')}\n`);
  return text.trim();
}

/** The text of a file for us alone. Created only if it is not there, also when two processes start at once: then both read what the first one wrote. */
export async function readOrCreate(path: string, make: () => string): Promise<string> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(make());
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new ConfigurationError([`Others may read ${path}. Change that with: chmod 600 ${path}`]);
  return readComplete(path);
}

/** Another process may have made the file and not have written it yet. */
async function readComplete(path: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const text = await readFile(path, 'utf8');
    if (text.endsWith('\n')) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return readFile(path, 'utf8');
}
