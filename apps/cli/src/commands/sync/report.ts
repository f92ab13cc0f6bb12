import { exitCodes } from '../../failures/exit-codes.ts';
import type { Failure } from '../../failures/failure.ts';
import { shortPath } from '../../files/folders.ts';
import type { Invocation } from '../../invocation.ts';
import { colored, unifiedDiff } from '../../sync/diff.ts';
import { type InnerChange, innerChanges } from '../../sync/inside.ts';
import { describePath } from '../../sync/parts.ts';
import type { PlannedFile } from '../../sync/plan.ts';
import { printable } from '../../terminal/printable.ts';
import { redact } from '../../terminal/redact.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { AgentResult, SyncResult } from './run.ts';

const signs = { added: '+', updated: '~', removed: '-' } as const;
const placesShown = 12;

/** Tells what a sync did, and returns the exit code: that of the first agent that failed. */
export async function reportSync(invocation: Invocation, result: SyncResult): Promise<number> {
  const { terminal } = invocation;
  const { results, run, isDryRun, foreign } = result;
  // A single agent's failure is the command's.
  const [only] = results;
  if (only?.failure && results.length === 1) throw only.failure;
  if (terminal.isJson) {
    const agents = [];
    for (const each of results) agents.push(await describeAgent(each, isDryRun));
    const warnings = foreign.map(({ message, advice }) => `${message} ${advice}`);
    terminal.json({ isDryRun, run: run?.id ?? null, agents, warnings });
  } else await showResults(terminal, result);
  showNotes(terminal, result);
  const failed = results.find(({ failure }) => failure !== null)?.failure;
  return failed ? exitCodes[failed.kind] : 0;
}

async function showResults(terminal: Terminal, { results, isDryRun }: SyncResult): Promise<void> {
  const changed = results.flatMap((each) => (each.failure ? [] : each.changed));
  for (const file of changed) {
    if (isDryRun) terminal.result(colored(await unifiedDiff(file), terminal.outColors));
    else showFile(terminal, file);
  }
  if (changed.length === 0 && results.some(({ failure }) => !failure))
    terminal.result(isDryRun ? 'Nothing would change.' : 'Nothing changed.');
}

function showNotes(terminal: Terminal, { results, isDryRun, foreign }: SyncResult): void {
  for (const { agent, fetched, plan, changed, failure } of results) {
    if (failure) noteFailure(terminal, agent.title, failure);
    const own = plan ? [...plan.notes, ...plan.files.flatMap(({ notes }) => notes)] : [];
    const pending = new Set(fetched?.latest?.pendingNotes);
    const news = changed.length > 0 ? (fetched?.bundle?.notes ?? []).filter((note) => !pending.has(note)) : [];
    for (const note of failure ? [] : [...own, ...news]) terminal.note(printable(note));
    if (failure || changed.length === 0 || isDryRun || !fetched?.bundle) continue;
    const { modelCount, gateway } = fetched.bundle;
    const models = `${modelCount} ${modelCount === 1 ? 'model' : 'models'}`;
    terminal.note(`${agent.title} now has ${models} of ${printable(gateway.name)}. To take it back: gatehouse undo`);
  }
  // Of a share they are the same for every agent.
  const pending = results.flatMap(({ fetched, failure }) => (failure ? [] : (fetched?.latest?.pendingNotes ?? [])));
  for (const note of new Set(pending)) terminal.note(printable(note));
  for (const { message, advice } of foreign) terminal.note(`${message} ${advice}`);
  if (results.some(({ fetched }) => fetched?.bundle?.isStale))
    terminal.note('The gateway does not answer at the moment; these are the models that it last offered.');
  const offline = results.find(({ fetched }) => fetched?.offlineSince)?.fetched?.offlineSince;
  if (offline) terminal.note(`Gatehouse cannot be reached: this is what it gave at ${offline}.`);
  if (isDryRun && results.some(({ changed }) => changed.length > 0))
    terminal.note('This was a dry run: nothing was written.');
}

export function noteFailure(terminal: Terminal, title: string, failure: Failure): void {
  terminal.note(`${terminal.noteColors.red('Error:')} ${title}: ${printable(redact(failure.message))}`);
  if (failure.advice) terminal.note(printable(redact(failure.advice)));
}

async function describeAgent({ agent, fetched, plan, changed, failure }: AgentResult, isDryRun: boolean) {
  const { kind, code, message, advice, requestId } = failure ?? {};
  const bundle = fetched?.bundle;
  const files = [];
  for (const file of failure ? [] : changed) files.push(await describeFile(file, isDryRun));
  return {
    agent: agent.format,
    isChanged: files.length > 0,
    revision: fetched?.revision ?? null,
    ...(bundle && { gateway: bundle.gateway, modelCount: bundle.modelCount, isStale: bundle.isStale }),
    isOffline: Boolean(fetched?.offlineSince),
    notes: [...(plan?.notes ?? []), ...(bundle?.notes ?? fetched?.latest?.pendingNotes ?? [])],
    files,
    error: failure ? { kind, code, message: redact(message ?? ''), advice, requestId } : null,
  };
}

async function describeFile(file: PlannedFile, isDryRun: boolean) {
  const { target, changes, isModeChanged } = file;
  return {
    path: target.path,
    action: target.before ? 'updated' : 'created',
    isModeChanged,
    changes: changes.map(({ path, kind, before, after }) => {
      return { path, kind, places: kind === 'updated' ? innerChanges(before, after) : [] };
    }),
    ...(isDryRun && { diff: await unifiedDiff(file) }),
  };
}

function showFile(terminal: Terminal, { target, changes, mode, isModeChanged }: PlannedFile): void {
  terminal.result(`${target.before ? 'Updated' : 'Created'} ${printable(shortPath(target.path))}`);
  for (const { path, kind, before, after } of changes.filter((change) => change.path.length > 0)) {
    const places = kind === 'updated' ? innerChanges(before, after) : [];
    terminal.result(`  ${signs[kind]} ${printable(describePath(path))}`);
    for (const place of places.slice(0, placesShown)) terminal.result(`      ${describePlace(place)}`);
    if (places.length > placesShown) terminal.result(`      … and ${places.length - placesShown} more`);
  }
  if (isModeChanged) terminal.result(`  ~ permissions are now ${mode.toString(8).padStart(4, '0')}: it holds a key`);
}

const describePlace = ({ path, kind }: InnerChange): string =>
  `${signs[kind]} ${printable(path.join('.')) || '(all of it)'}`;
