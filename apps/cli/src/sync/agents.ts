import { join } from 'node:path';
import type { BundleFile, BundleFormat } from '@gatehouse/contracts/bundles';
import { Failure } from '../failures/failure.ts';
import { xdgConfigFolder } from '../files/folders.ts';
import type { Json } from '../json-edit/document.ts';
import { readValue } from '../json-edit/edits.ts';

/**
 * A coding agent's own configuration. `names` are files that it reads, the ones that override the others first; the
 * server says what goes into them, never which file of this machine is written.
 */
export type Agent = {
  format: BundleFormat;
  title: string;
  folder: (env: NodeJS.ProcessEnv) => string;
  names: string[];
  /** Whether a suggested value names something that the bundle's content does not hold: the agent would fail on it. */
  isDangling: (value: Json, content: string) => boolean;
};

export const agents = {
  opencode: {
    format: 'opencode',
    title: 'OpenCode',
    folder: (env) => join(xdgConfigFolder(env), 'opencode'),
    names: ['opencode.jsonc', 'opencode.json'],
    isDangling: isUnknownModel,
  },
} as const satisfies Partial<Record<BundleFormat, Agent>>;

/** OpenCode names a model as `<provider>/<id>`, and fails without a reason on one that its provider does not list. */
function isUnknownModel(value: Json, content: string): boolean {
  const [, id] = typeof value === 'string' ? (/^gatehouse\/(.+)$/.exec(value) ?? []) : [];
  return id !== undefined && readValue(content, ['provider', 'gatehouse', 'models', id]) === undefined;
}

export function agentByName(name: string): Agent {
  if (Object.hasOwn(agents, name)) return agents[name as keyof typeof agents];
  throw new Failure('invalid', `“${name}” is not an agent that can be synced.`, {
    advice: `Choose one of: ${Object.keys(agents).join(', ')}`,
  });
}

/** A file whose parts are all plain keys. */
export type EditableFile = Omit<BundleFile, 'managed'> & { managed: string[][] };

/** Refuses what this version would not know how to write. */
export function checkBundleFile(agent: Agent, file: BundleFile): EditableFile {
  const isKnown = file.syntax === 'jsonc' && agent.names.some((name) => file.path === `${agent.format}/${name}`);
  const managed = file.managed.map((path) => path.filter((step) => typeof step === 'string'));
  if (isKnown && managed.every((path, index) => path.length === file.managed[index]?.length))
    return { ...file, managed };
  throw new Failure('precondition', `The bundle has a part that this version cannot write: ${file.path}`, {
    advice: 'Update the gatehouse command, then repeat it.',
  });
}
