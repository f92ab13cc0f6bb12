import { randomBytes } from 'node:crypto';
import { access, chmod, link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainClosedParent, folders } from './folders.ts';
import { giveTo, type Identity, runProgram } from './identity.ts';
import { isProcessAlive } from './postmaster.ts';
import type { RunnableBinaries } from './reachable-binaries.ts';

export const superuser = 'gatehouse';

/** Makes the cluster if there is none. Two at once are harmless: one of them wins by a rename. */
export async function ensureCluster(
  dataDir: string,
  binaries: RunnableBinaries,
  identity: Identity,
  isDurable: boolean,
): Promise<{ password: string }> {
  const { cluster } = folders(dataDir);
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) {
    await removeAbandoned(dataDir);
    const password = await ensurePassword(dataDir);
    await initialise(dataDir, password, binaries, identity, isDurable);
    return { password };
  }
  if (version.trim() !== binaries.majorVersion) {
    throw new Error(
      `The data in ${cluster} is of PostgreSQL ${version.trim()}, but this Gatehouse brings PostgreSQL ` +
        `${binaries.majorVersion}. Dump it with the old version and restore it with the new one`,
    );
  }
  return { password: await readPassword(dataDir) };
}

export async function readPassword(dataDir: string): Promise<string> {
  const path = folders(dataDir).password;
  try {
    const password = (await readFile(path, 'utf8')).trim();
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
    return password;
  } catch (error) {
    throw new Error(
      `The password of the embedded database cannot be read from ${path}. Start Gatehouse as the user who started ` +
        'it before, or put the file back from a backup',
      { cause: error },
    );
  }
}

async function ensurePassword(dataDir: string): Promise<string> {
  const path = folders(dataDir).password;
  const partial = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const file = await open(partial, 'wx', 0o600);
  await file.writeFile(`${randomBytes(32).toString('base64url')}\n`);
  await file.sync();
  await file.close();
  // Whoever links first decides, so that two starts at once agree on one password.
  await link(partial, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(partial);
  return readPassword(dataDir);
}

async function initialise(
  dataDir: string,
  password: string,
  binaries: RunnableBinaries,
  identity: Identity,
  isDurable: boolean,
): Promise<void> {
  const { cluster } = folders(dataDir);
  const partial = join(dataDir, `cluster.init-${process.pid}-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${partial}-password`;
  await mkdir(partial, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await giveTo(identity, partial);
    await giveTo(identity, passwordFile);
    await runProgram(identity, binaries.initdb, initdbArguments(partial, passwordFile, isDurable), dataDir);
    await rename(partial, cluster);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    const isThere = await access(join(cluster, 'PG_VERSION')).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    const reason = (await explainClosedParent(cluster, identity)) ?? `PostgreSQL could not make ${cluster}`;
    throw new Error(reason, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function initdbArguments(folder: string, passwordFile: string, isDurable: boolean): string[] {
  return [
    ...['-D', folder, '-U', superuser, '-E', 'UTF8', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    // Lower and upper case of all alphabets, and an order that no update of a system library changes.
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
    ...(isDurable ? [] : ['--no-sync']),
  ];
}

async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = /^(?:cluster\.init|password\.)-?(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    await rm(join(dataDir, name), { recursive: true, force: true });
  }
}
