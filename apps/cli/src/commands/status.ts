import { isApiError } from '@gatehouse/client/errors';
import { connect } from '../connection/connect.ts';
import { asFailure } from '../failures/as-failure.ts';
import { shortPath } from '../files/folders.ts';
import type { Invocation } from '../invocation.ts';
import { agentOf } from '../sync/agents.ts';
import { readKeptBundle } from '../sync/kept-bundles.ts';
import { describePath } from '../sync/parts.ts';
import { driftOf, readWritten, type Written, type WrittenBundle } from '../sync/written.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import { noteFailure } from './sync/report.ts';

type State = 'up to date' | 'update available' | 'changed by hand' | 'unknown';
type Row = WrittenBundle & { state: State; drift: { path: string; parts: string[] }[]; notes: string[] };

export async function status(invocation: Invocation): Promise<number> {
  const { folders, terminal } = invocation;
  const written = await readWritten(folders.state);
  const bundles = Object.entries(written.bundles).filter(([name, bundle]) => isCurrent(written, name, bundle));
  const connection = bundles.length > 0 ? await connect(invocation) : null;
  let refusal: unknown = null;
  let isOffline = false;
  const rows: Row[] = [];
  for (const [name, bundle] of bundles) {
    const drift = await driftIn(written, bundle);
    const answer =
      connection && connection.url === bundle.url
        ? await connection.client.bundles
            .fetch({
              format: bundle.agent,
              gatewayId: bundle.gateway ?? undefined,
              keyPlacement: bundle.placement,
              revision: bundle.revision,
            })
            .catch((error: unknown) => {
              if (isApiError(error) && error.kind === 'unauthenticated') refusal = error;
              return null;
            })
        : null;
    if (answer === null) isOffline = true;
    const isSame = answer && (answer.status === 'not-modified' || answer.bundle.revision === bundle.revision);
    const state =
      drift.length > 0 ? 'changed by hand' : !answer ? 'unknown' : isSame ? 'up to date' : 'update available';
    const latest = answer?.status === 'ok' ? answer.bundle : (await readKeptBundle(folders.state, name))?.bundle;
    rows.push({ ...bundle, state, drift, notes: latest?.pendingNotes ?? [] });
  }
  if (terminal.isJson) terminal.json({ url: connection?.url ?? null, isOffline, agents: rows });
  else show(invocation, rows, isOffline && refusal === null);
  // What is managed here is told in any case.
  if (refusal !== null) noteFailure(terminal, 'Gatehouse', await asFailure(refusal));
  return 0;
}

/** The last of an agent that still has files: another gateway or placement may have written them since. */
const isCurrent = (written: Written, name: string, bundle: WrittenBundle): boolean =>
  bundle.files.some((path) => written.files[path]?.bundle === name);

async function driftIn(written: Written, bundle: WrittenBundle): Promise<Row['drift']> {
  const found: Row['drift'] = [];
  for (const path of bundle.files) {
    const file = written.files[path];
    const parts = file ? await driftOf(path, file) : null;
    if (parts) found.push({ path, parts });
  }
  return found;
}

function show({ terminal }: Invocation, rows: Row[], isOffline: boolean): void {
  const table = rows.map(({ agent, state, revision, at, files }) => {
    return [agentOf(agent).title, state, revision.slice(0, 8), at.slice(0, 16), files.map(shortPath).join(', ')];
  });
  showTable(
    terminal,
    ['AGENT', 'STATE', 'REVISION', 'SYNCED', 'FILES'],
    table,
    'Nothing is managed yet. Run: gatehouse sync',
  );
  for (const { drift } of rows) {
    for (const { path, parts } of drift) {
      const names = parts.map((part) => describePath(JSON.parse(part))).filter(Boolean);
      terminal.note(
        `${shortPath(path)} is not as it was written: ${names.join(', ') || 'the file or its permissions'}`,
      );
    }
  }
  for (const note of new Set(rows.flatMap(({ notes }) => notes))) terminal.note(printable(note));
  if (isOffline) terminal.note('Gatehouse did not answer for all of them.');
  if (rows.some(({ state }) => state === 'update available')) terminal.note('Run: gatehouse sync');
}
