import { shortPath } from '../files/folders.ts';
import type { Invocation } from '../invocation.ts';
import { agentByName } from '../sync/agents.ts';
import { type UndoneFile, undoLastRun } from '../sync/undo.ts';
import { printable } from '../terminal/printable.ts';
import type { Terminal } from '../terminal/terminal.ts';

export async function undo({ folders, terminal }: Invocation, options: { agent: string }): Promise<number> {
  const agent = agentByName(options.agent);
  const files = await undoLastRun(folders.state, agent.format);
  if (terminal.isJson) terminal.json({ agent: agent.format, files: files ?? [] });
  else if (!files) terminal.result('Nothing to undo.');
  else showUndone(terminal, files);
  return 0;
}

function showUndone(terminal: Terminal, files: UndoneFile[]): void {
  for (const { path, action } of files) {
    const text = action === 'restored' ? 'Restored' : 'Removed';
    terminal.result(`${text} ${printable(shortPath(path))}${action === 'removed' ? ' (there was none before)' : ''}`);
  }
}
