import { type BundleFormat, bundleFormats, type KeyPlacement } from '@gatehouse/contracts/bundles';
import { Failure, Interrupted } from '../../failures/failure.ts';
import type { Invocation } from '../../invocation.ts';
import { readPreferences, savePreferences } from '../../preferences.ts';
import { type Agent, agentOf, allAgents } from '../../sync/agents.ts';
import { installedAgents } from '../../sync/installed.ts';
import { type Places, placesOf } from '../../sync/places.ts';
import { readWritten } from '../../sync/written.ts';

export type SyncOptions = {
  agent?: string[];
  gateway?: string;
  dryRun?: boolean;
  yes?: boolean;
  watch?: boolean;
  scope?: 'user' | 'project';
  key?: KeyPlacement;
  onEdit?: 'keep' | 'replace' | 'fail';
};

export function agentByName(name: string): Agent {
  const format = bundleFormats.find((each) => each === name);
  if (format) return agentOf(format);
  throw new Failure('invalid', `“${name}” is not an agent that can be synced.`, {
    advice: `Choose from: ${bundleFormats.join(', ')}, all`,
  });
}

/** Those that are named, else those that were chosen or synced before, else those that are installed; a person is asked. */
export async function chooseAgents(invocation: Invocation, options: SyncOptions, url: string): Promise<Agent[]> {
  const { folders, terminal, env } = invocation;
  const places = placesOf(env, folders);
  const named = options.agent ?? [];
  if (named.length > 0 && !named.includes('all')) return [...new Set(named)].map(agentByName);
  const installed = await installedAgents(places);
  if (named.length > 0) return someOf(installed);
  const remembered = (await readPreferences(folders.config)).agents ?? (await syncedBefore(folders.state, url));
  if (remembered.length > 0) return remembered.map(agentOf);
  if (!terminal.isInteractive || options.yes || options.dryRun) return someOf(installed);
  const { askWhich } = await import('../../terminal/prompts.ts');
  const isHere = new Set(installed.map(({ format }) => format));
  const chosen = await askWhich(
    'Which coding agents should Gatehouse manage?',
    allAgents().map(({ format, title }) => ({
      value: format,
      label: title,
      hint: isHere.has(format) ? 'found here' : '',
    })),
    [...isHere],
  );
  if (chosen.length === 0) throw new Interrupted('Nothing was chosen.');
  // In the order of the list, not in that of the keys that were pressed.
  const agents = bundleFormats.filter((format) => chosen.includes(format));
  await savePreferences(folders.config, { agents });
  return agents.map(agentOf);
}

async function syncedBefore(state: string, url: string): Promise<BundleFormat[]> {
  const { bundles } = await readWritten(state);
  const formats = new Set(Object.values(bundles).flatMap((each) => (each.url === url ? [each.agent] : [])));
  return bundleFormats.filter((format) => formats.has(format));
}

function someOf(installed: Agent[]): Agent[] {
  if (installed.length > 0) return installed;
  throw new Failure('not-found', 'No coding agent was found on this machine.', {
    advice: `Name one: gatehouse sync --agent <agent>, of ${bundleFormats.join(', ')}`,
  });
}

export function placesFor(invocation: Invocation, options: SyncOptions): Places {
  return placesOf(invocation.env, invocation.folders, options.scope === 'project' ? process.cwd() : null);
}

/** How the files get the key: as asked, as asked before, else as a variable if it is set, else in the file. */
export async function choosePlacement(invocation: Invocation, options: SyncOptions): Promise<KeyPlacement> {
  const { env, folders } = invocation;
  if (options.scope === 'project') {
    if (options.key !== 'inline') return options.key ?? 'environment';
    throw new Failure('invalid', 'A key is never written into a project’s folder, where it is easily committed.', {
      advice: 'Leave --key out: the files then name the variable GATEHOUSE_API_KEY.',
    });
  }
  if (options.key) {
    if (!options.dryRun) await savePreferences(folders.config, { keyPlacement: options.key });
    return options.key;
  }
  return (await readPreferences(folders.config)).keyPlacement ?? (env.GATEHOUSE_API_KEY ? 'environment' : 'inline');
}
