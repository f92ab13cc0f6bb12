import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Agent, allAgents } from './agents.ts';
import type { Places } from './places.ts';

/** The agents of this machine: one of their folders exists, or their command is on the PATH. */
export async function installedAgents(places: Places): Promise<Agent[]> {
  const found = await Promise.all(
    allAgents().map(async (agent) =>
      (await hasSign(agent, places)) || (await hasCommand(agent, places)) ? [agent] : [],
    ),
  );
  return found.flat();
}

async function hasSign(agent: Agent, places: Places): Promise<boolean> {
  for (const path of agent.signs(places)) if (await may(path, constants.F_OK)) return true;
  return false;
}

async function hasCommand(agent: Agent, places: Places): Promise<boolean> {
  for (const binary of agent.binaries) if (await commandPath(binary, places.env)) return true;
  return false;
}

/** Where the PATH has a command; null if nowhere. */
export async function commandPath(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', ''] : [''];
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const ending of endings)
      if (await may(join(folder, name + ending), constants.X_OK)) return join(folder, name + ending);
  }
  return null;
}

const may = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );
