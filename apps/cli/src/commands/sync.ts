import { join } from 'node:path';
import type { Bundle } from '@gatehouse/contracts/bundles';
import { connect } from '../connection/connect.ts';
import { Interrupted } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { agentByName } from '../sync/agents.ts';
import { applyPlan } from '../sync/apply.ts';
import { colored, unifiedDiff } from '../sync/diff.ts';
import { isChanged, type PlannedFile, planSync } from '../sync/plan.ts';
import { digestManaged, readWritten, recordWritten, revisionOnDisk, type WrittenKey } from '../sync/written.ts';
import { printable } from '../terminal/printable.ts';
import { chooseGateway } from './gateway-choice.ts';
import { type SyncOutcome, showChanges, showNothingChanged } from './sync-outcome.ts';

export type SyncOptions = { agent: string; gateway?: string; dryRun?: boolean; yes?: boolean };

export async function sync(invocation: Invocation, options: SyncOptions): Promise<number> {
  const { env, folders } = invocation;
  const agent = agentByName(options.agent);
  const folder = agent.folder(env);
  const connection = await connect(invocation);
  const gatewayId = await chooseGateway(connection.client, options.gateway);
  const key: WrittenKey = { agent: agent.format, url: connection.url, gateway: gatewayId };
  const candidates = agent.names.map((name) => join(folder, name));
  const written = await readWritten(folders.state, key);
  const revision = await revisionOnDisk(written, candidates);
  const answer = await connection.client.bundles.fetch({ format: agent.format, gatewayId, revision });
  if (answer.status === 'not-modified') return showNothingChanged(invocation, agent, { revision: revision ?? null });

  const planned = await planSync(agent, folder, answer.bundle.files, written);
  for (const note of planned.flatMap((file) => file.notes)) invocation.terminal.note(printable(note));
  const changed = planned.filter(isChanged);
  const outcome: SyncOutcome = { agent, bundle: answer.bundle, changed };
  if (options.dryRun) return showDryRun(invocation, outcome);
  if (changed.length === 0) {
    await remember(invocation, key, answer.bundle, planned);
    return showNothingChanged(invocation, agent, answer.bundle);
  }
  await confirmed(invocation, options, changed);
  const run = await applyPlan(folders.state, agent.format, changed);
  await remember(invocation, key, answer.bundle, planned);
  return showChanges(invocation, outcome, run);
}

function showDryRun(invocation: Invocation, { agent, bundle, changed }: SyncOutcome): number {
  if (changed.length === 0) return showNothingChanged(invocation, agent, bundle);
  return showChanges(invocation, { agent, bundle, changed }, null);
}

/** Asks once where somebody is there. Scripts go on: only our own parts change, and a backup is kept. */
async function confirmed(invocation: Invocation, options: SyncOptions, changed: PlannedFile[]): Promise<void> {
  const { terminal } = invocation;
  if (options.yes || !terminal.isInteractive) return;
  for (const file of changed) terminal.note(colored(unifiedDiff(file), terminal.noteColors));
  const { askYes } = await import('../terminal/prompts.ts');
  if (!(await askYes('Write this?'))) throw new Interrupted('Nothing was written.');
}

async function remember(
  { folders }: Invocation,
  key: WrittenKey,
  bundle: Bundle,
  planned: PlannedFile[],
): Promise<void> {
  const files = planned.map(({ target, text, managed, mode, suggestions }) => {
    return { path: target.path, managed, sha256: digestManaged(text, managed), mode, suggestions };
  });
  await recordWritten(folders.state, key, { revision: bundle.revision, files });
}
