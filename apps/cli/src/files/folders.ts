import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { Failure } from '../failures/failure.ts';

export type Folders = {
  /** Credentials. */
  config: string;
  /** What was written, and the bytes that were there before. */
  state: string;
};

/** Of a profile: below those of the person, so that several Gatehouses never share anything. */
export function foldersOf(env: NodeJS.ProcessEnv, profile?: string): Folders {
  const own = ownFolders(env);
  if (!profile) return own;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/.test(profile)) {
    throw new Failure('invalid', 'A profile is called by letters, digits, dots, dashes and underscores.');
  }
  return { config: join(own.config, 'profiles', profile), state: join(own.state, 'profiles', profile) };
}

function ownFolders(env: NodeJS.ProcessEnv): Folders {
  if (env.GATEHOUSE_CONFIG_DIR) {
    const config = resolve(env.GATEHOUSE_CONFIG_DIR);
    return { config, state: join(config, 'state') };
  }
  const paths = envPaths('gatehouse', { suffix: '' });
  // What this library calls `log` is the state folder of the XDG specification.
  const isXdg = process.platform !== 'darwin' && process.platform !== 'win32';
  return { config: paths.config, state: isXdg ? paths.log : paths.data };
}

export const xdgConfigFolder = (env: NodeJS.ProcessEnv): string =>
  env.XDG_CONFIG_HOME ? resolve(env.XDG_CONFIG_HOME) : join(homedir(), '.config');

/** For people to read: the home folder as `~`. */
export function shortPath(path: string): string {
  const home = homedir();
  return home.length > 1 && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
