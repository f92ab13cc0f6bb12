import type { Bundle } from '@gatehouse/contracts/bundles';
import { shortPath } from '../files/folders.ts';
import type { Invocation } from '../invocation.ts';
import type { Agent } from '../sync/agents.ts';
import { colored, unifiedDiff } from '../sync/diff.ts';
import { type InnerChange, innerChanges } from '../sync/inside.ts';
import type { JournalRun } from '../sync/journal.ts';
import type { PlannedFile } from '../sync/plan.ts';
import { printable } from '../terminal/printable.ts';
import type { Terminal } from '../terminal/terminal.ts';

export type SyncOutcome = { agent: Agent; bundle: Bundle; changed: PlannedFile[] };

const signs = { added: '+', updated: '~', removed: '-' } as const;
const placesShown = 12;

export function showNothingChanged(
  { terminal }: Invocation,
  agent: Agent,
  bundle: { revision: string | null; isStale?: boolean },
): number {
  if (terminal.isJson) terminal.json({ agent: agent.format, isChanged: false, revision: bundle.revision, files: [] });
  else terminal.result('Nothing changed.');
  if (bundle.isStale) noteStale(terminal);
  return 0;
}

/** `run` is what was written, or null for a dry run. */
export function showChanges({ terminal }: Invocation, outcome: SyncOutcome, run: JournalRun | null): number {
  const { agent, bundle, changed } = outcome;
  if (terminal.isJson) {
    const { revision, gateway, modelCount, isStale } = bundle;
    const files = changed.map((file) => describeFile(file, run));
    const head = { agent: agent.format, isChanged: true, isDryRun: run === null };
    terminal.json({ ...head, revision, gateway, modelCount, isStale, files });
  } else if (run) for (const file of changed) showFile(terminal, file);
  else for (const file of changed) terminal.result(colored(unifiedDiff(file), terminal.outColors));
  if (bundle.isStale) noteStale(terminal);
  if (!run) terminal.note('This was a dry run: nothing was written.');
  else {
    const models = `${bundle.modelCount} ${bundle.modelCount === 1 ? 'model' : 'models'}`;
    terminal.note(
      `${agent.title} now has ${models} of ${printable(bundle.gateway.name)}. To take it back: gatehouse undo`,
    );
  }
  return 0;
}

function describeFile(file: PlannedFile, run: JournalRun | null) {
  const { target, changes, isModeChanged } = file;
  return {
    path: target.path,
    action: target.before ? 'updated' : 'created',
    isModeChanged,
    changes: changes.map(({ path, kind, before, after }) => {
      return { path, kind, places: kind === 'updated' ? innerChanges(before, after) : [] };
    }),
    ...(run === null && { diff: unifiedDiff(file) }),
  };
}

function showFile(terminal: Terminal, { target, changes, mode, isModeChanged }: PlannedFile): void {
  terminal.result(`${target.before ? 'Updated' : 'Created'} ${printable(shortPath(target.path))}`);
  for (const { path, kind, before, after } of changes) {
    const places = kind === 'updated' ? innerChanges(before, after) : [];
    terminal.result(`  ${signs[kind]} ${printable(path.join('.'))}`);
    for (const place of places.slice(0, placesShown)) terminal.result(`      ${describePlace(place)}`);
    if (places.length > placesShown) terminal.result(`      … and ${places.length - placesShown} more`);
  }
  if (isModeChanged) terminal.result(`  ~ permissions are now ${mode.toString(8).padStart(4, '0')}: it holds a key`);
}

const describePlace = ({ path, kind }: InnerChange): string =>
  `${signs[kind]} ${printable(path.join('.')) || '(all of it)'}`;

const noteStale = (terminal: Terminal): void =>
  terminal.note('The gateway does not answer at the moment; these are the models that it last offered.');
