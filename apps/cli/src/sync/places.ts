import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Folders } from '../files/folders.ts';
import { xdgConfigFolder } from '../files/folders.ts';

/** Where files of this person, or of a project, are. */
export type Places = {
  env: NodeJS.ProcessEnv;
  home: string;
  /** Gatehouse's own. */
  config: string;
  /** Set where the files of a project are meant. */
  project: string | null;
};

export const placesOf = (env: NodeJS.ProcessEnv, folders: Folders, project: string | null = null): Places => ({
  env,
  home: homedir(),
  config: folders.config,
  project,
});

/** Below another home folder, as on a machine where nothing was moved. */
export const placesBelow = (home: string): Places => ({
  env: { XDG_CONFIG_HOME: join(home, '.config') },
  home,
  config: join(home, '.config', 'gatehouse'),
  project: null,
});

export const inXdgConfig =
  (folder: string) =>
  ({ env }: Places): string =>
    join(xdgConfigFolder(env), folder);

/** A folder of the home folder, which a variable may name another place for. */
export const inHome =
  (folder: string, variable?: string) =>
  ({ env, home }: Places): string => {
    const elsewhere = variable && env[variable];
    return elsewhere ? resolve(elsewhere) : join(home, folder);
  };

export const inOwnFolder = ({ config }: Places): string => config;
