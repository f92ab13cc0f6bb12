import { bundleFormats } from '@gatehouse/contracts/bundles';
import { Interrupted } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import type { Invocation } from '../invocation.ts';
import { savePreferences } from '../preferences.ts';
import { readJournal } from '../sync/journal.ts';
import { forgetBundles } from '../sync/kept-bundles.ts';
import { type UndoneFile, undoLastRun, undoTo } from '../sync/undo.ts';
import { type UninstalledFile, uninstall as uninstallFiles } from '../sync/uninstall.ts';
import { readWritten } from '../sync/written.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { agentByName } from './sync/options.ts';

export type UndoOptions = { to?: string; list?: boolean; yes?: boolean };

export async function undo(invocation: Invocation, options: UndoOptions): Promise<number> {
  if (options.list) return listRuns(invocation);
  const { folders, terminal } = invocation;
  if (terminal.isInteractive && !options.yes) await confirmUndo(invocation, options.to);
  const files = options.to ? await undoTo(folders.state, options.to) : await undoLastRun(folders.state);
  if (terminal.isJson) terminal.json({ files: files ?? [] });
  else if (!files || files.length === 0) terminal.result('Nothing to undo.');
  else for (const file of files) showUndone(terminal, file);
  return 0;
}

/** What there is nothing of is said by the undo itself. */
async function confirmUndo({ folders, terminal }: Invocation, to: string | undefined): Promise<void> {
  const runs = await readJournal(folders.state);
  const first = to === undefined ? runs.length - 1 : runs.findIndex(({ id }) => id === to);
  const undone = first < 0 ? [] : runs.slice(first).toReversed();
  if (undone.length === 0) return;
  for (const { kind, at, files } of undone)
    terminal.note(`The ${kind} of ${at.slice(0, 16)} changed ${namesOf(files.map(({ path }) => path))}.`);
  await confirm(undone.length === 1 ? 'Take it back?' : `Take these ${undone.length} runs back?`);
}

async function confirm(question: string): Promise<void> {
  const { askYes } = await import('../terminal/prompts.ts');
  if (!(await askYes(question))) throw new Interrupted('Nothing was changed.');
}

const namesOf = (paths: string[]): string => paths.map((path) => printable(shortPath(path))).join(', ');

async function listRuns({ folders, terminal }: Invocation): Promise<number> {
  const runs = (await readJournal(folders.state)).toReversed();
  if (terminal.isJson) {
    terminal.json({
      runs: runs.map(({ id, kind, at, files }) => ({
        id,
        kind,
        at,
        files: files.map(({ agent, path }) => ({ agent, path })),
      })),
    });
    return 0;
  }
  const rows = runs.map(({ id, kind, at, files }) => [
    id,
    at,
    kind,
    files.map(({ path }) => shortPath(path)).join(', '),
  ]);
  showTable(terminal, ['RUN', 'AT', 'KIND', 'FILES'], rows, 'Nothing to undo.');
  return 0;
}

export async function uninstall(invocation: Invocation, options: { agent?: string[]; yes?: boolean }): Promise<number> {
  const { folders, terminal } = invocation;
  const named = (options.agent ?? []).filter((name) => name !== 'all').map((name) => agentByName(name).format);
  const isAll = named.length === 0;
  if (terminal.isInteractive && !options.yes) {
    const written = Object.entries((await readWritten(folders.state)).files);
    const paths = written.flatMap(([path, { agent }]) => (isAll || named.includes(agent) ? [path] : []));
    if (paths.length > 0) await confirm(`Take what Gatehouse wrote out of ${namesOf(paths)}?`);
  }
  const files = await uninstallFiles(folders.state, isAll ? null : new Set(named));
  if (isAll) {
    await forgetBundles(folders.state);
    await savePreferences(folders.config, { agents: null, keyPlacement: null });
  } else {
    const { readPreferences } = await import('../preferences.ts');
    const { agents } = await readPreferences(folders.config);
    if (agents)
      await savePreferences(folders.config, {
        agents: bundleFormats.filter((each) => agents.includes(each) && !named.includes(each)),
      });
  }
  if (terminal.isJson) terminal.json({ files });
  else if (files.length === 0) terminal.result('Nothing of ours was there.');
  else for (const file of files) showUninstalled(terminal, file);
  return 0;
}

function showUndone(terminal: Terminal, { path, action }: UndoneFile): void {
  const text = action === 'restored' ? 'Restored' : 'Removed';
  terminal.result(`${text} ${printable(shortPath(path))}${action === 'removed' ? ' (there was none before)' : ''}`);
}

function showUninstalled(terminal: Terminal, file: UninstalledFile): void {
  const { agent, path, action } = file;
  if (action !== 'parts') showUndone(terminal, { agent, path, action });
  else terminal.result(`Took our parts out of ${printable(shortPath(path))}; your later changes were kept`);
}
