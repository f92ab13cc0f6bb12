import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Binaries, NoBinariesError } from './binaries.ts';
import { explainClosedParent } from './folders.ts';
import { type Identity, runProgram } from './identity.ts';

export interface RunnableBinaries extends Binaries {
  majorVersion: string;
}

/** The programs as `identity` can run them: where it cannot reach them, from a copy below the temporary folder. */
export async function makeReachable(
  binaries: Binaries,
  identity: Identity,
  log: (message: string) => void,
): Promise<RunnableBinaries> {
  const version = await readVersion(binaries, identity).catch((error: unknown) => {
    if (codeOf(error) === 'EACCES' && 'uid' in identity) return undefined;
    throw new NoBinariesError('The embedded PostgreSQL does not run on this machine', { cause: error });
  });
  if (version !== undefined) return { ...binaries, majorVersion: version };
  const copied = await copyBinaries(binaries, log);
  try {
    return { ...copied, majorVersion: await readVersion(copied, identity) };
  } catch (error) {
    const closed = await explainClosedParent(copied.postgres, identity);
    throw new NoBinariesError(closed ?? 'The user that PostgreSQL has to run as cannot start it', { cause: error });
  }
}

async function readVersion({ postgres }: Binaries, identity: Identity): Promise<string> {
  const output = await runProgram(identity, postgres, ['--version'], dirname(process.execPath));
  const version = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (version === undefined) throw new Error('postgres --version named no version');
  return version;
}

async function copyBinaries(binaries: Binaries, log: (message: string) => void): Promise<Binaries> {
  const source = dirname(dirname(binaries.postgres));
  const files = await listFiles(source);
  // The content decides the name: another version, or another installation, gets another folder.
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const target = join(tmpdir(), `gatehouse-postgres-${hash}`);
  if (!(await isComplete(target, files))) {
    log(`Copying PostgreSQL to ${target}, where its user can reach it`);
    await copyAtomically(source, target);
  }
  const moved = (path: string) => join(target, 'bin', basename(path));
  return { initdb: moved(binaries.initdb), postgres: moved(binaries.postgres), pg_ctl: moved(binaries.pg_ctl) };
}

async function copyAtomically(source: string, target: string): Promise<void> {
  const partial = await mkdtemp(`${target}-`);
  await cp(source, partial, { recursive: true, verbatimSymlinks: true });
  await chmod(partial, 0o755);
  // An incomplete copy, for example after the system tidied its temporary files; the name is free after this.
  const discarded = `${partial}-old`;
  await rename(target, discarded).catch(() => {});
  await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  await rm(discarded, { recursive: true, force: true });
}

// The temporary folder is everybody's: a folder that someone else put there in advance must not be run.
async function isComplete(target: string, files: readonly FileEntry[]): Promise<boolean> {
  const folder = await lstat(target).catch(() => undefined);
  if (!folder?.isDirectory() || folder.uid !== process.getuid?.() || (folder.mode & 0o022) !== 0) return false;
  const present = await listFiles(target);
  return JSON.stringify(present) === JSON.stringify(files);
}

type FileEntry = readonly [path: string, size: number];

async function listFiles(folder: string): Promise<FileEntry[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sized = files.map(async (entry): Promise<FileEntry> => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), (await stat(path)).size];
  });
  return (await Promise.all(sized)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
