import { basename, join } from 'node:path';
import type { BundleFile } from '@gatehouse/contracts/bundles';
import { Failure } from '../failures/failure.ts';
import type { Agent, AgentFile } from './agents.ts';
import type { Places } from './places.ts';

/** Refuses what this version does not know how to write: a server never chooses a file of this machine. */
export function checkBundleFile(agent: Agent, file: BundleFile): AgentFile {
  const known = agent.files.find(({ name }) => file.path === `${agent.format}/${name}`);
  // A text of which only parts are managed has no parts that could be found.
  if (known?.syntaxes.includes(file.syntax) && (file.isWhole || file.syntax !== 'text')) return known;
  throw new Failure('precondition', `The bundle has a part that this version cannot write: ${file.path}`, {
    advice: 'Update the gatehouse command, then repeat it.',
  });
}

/** The files that may hold it, those that override the others first; none where a project has no such file. */
export function candidatesOf(file: AgentFile, places: Places): string[] {
  const names = file.variants ?? [file.name];
  if (places.project === null) return names.map((name) => join(file.folder(places), name));
  const { project } = file;
  if (!project) return [];
  const inProject = places.project;
  return (project.variants ?? names).map((name) => join(inProject, project.folder, name));
}

/** Of several candidates the one that is made where none exists. */
export function newFileOf(file: AgentFile, candidates: readonly string[]): string | undefined {
  return candidates.find((path) => basename(path) === file.name) ?? candidates[0];
}
