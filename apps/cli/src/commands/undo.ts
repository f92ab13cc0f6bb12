import { bundleFormats } from '@gatehouse/contracts/bundles';
import { shortPath } from '../files/folders.ts';
import type { Invocation } from '../invocation.ts';
import { savePreferences } from '../preferences.ts';
import { readJournal } from '../sync/journal.ts';
import { forgetBundles } from '../sync/kept-bundles.ts';
import { type UndoneFile, undoLastRun, undoTo } from '../sync/undo.ts';
import { type UninstalledFile, uninstall as uninstallFiles } from '../sync/uninstall.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { agentByName } from './sync/options.ts';

export type UndoOptions = { to?: string; list?: boolean };

export async function undo(invocation: Invocation, options: UndoOptions): Promise<number> {
  if (options.list) return listRuns(invocation);
  const { folders, terminal } = invocation;
  const files = options.to ? await undoTo(folders.state, options.to) : await undoLastRun(folders.state);
  if (terminal.isJson) terminal.json({ files: files ?? [] });
  else if (!files || files.length === 0) terminal.result('Nothing to undo.');
  else for (const file of files) showUndone(terminal, file);
  return 0;
}

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

export async function uninstall(invocation: Invocation, options: { agent?: string[] }): Promise<number> {
  const { folders, terminal } = invocation;
  const named = (options.agent ?? []).filter((name) => name !== 'all').map((name) => agentByName(name).format);
  const isAll = named.length === 0;
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
