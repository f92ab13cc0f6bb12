import type { Bundle } from '@gatehouse/contracts/bundles';
import { asFailure } from '../../failures/as-failure.ts';
import { Failure, Interrupted } from '../../failures/failure.ts';
import type { Invocation } from '../../invocation.ts';
import type { Agent } from '../../sync/agents.ts';
import { applySync } from '../../sync/apply.ts';
import { type Conflict, type Decision, describeConflict } from '../../sync/conflicts.ts';
import type { JournalRun } from '../../sync/journal.ts';
import { keepBundle } from '../../sync/kept-bundles.ts';
import { isChanged, type Plan, type PlannedFile, planSync } from '../../sync/plan.ts';
import { readWritten } from '../../sync/written.ts';
import { type ForeignKey, foreignKeys } from '../foreign-keys.ts';
import { askAboutConflicts } from './ask-conflicts.ts';
import { confirmChanges } from './confirm.ts';
import { type Fetched, type FetchRequest, fetchFor } from './fetch.ts';

export type SyncRequest = FetchRequest & {
  agents: Agent[];
  isDryRun: boolean;
  /** Somebody is there to answer. */
  mayAsk: boolean;
  onEdit: Decision | 'fail' | undefined;
};
export type AgentResult = {
  agent: Agent;
  fetched: Fetched | null;
  plan: Plan | null;
  changed: PlannedFile[];
  failure: Failure | null;
};
export type SyncResult = {
  results: AgentResult[];
  run: JournalRun | null;
  isDryRun: boolean;
  foreign: ForeignKey[];
};

/** One sync of several agents: what fails for one does not keep the others from theirs. */
export async function runSync(invocation: Invocation, request: SyncRequest): Promise<SyncResult> {
  const results: AgentResult[] = [];
  for (const agent of request.agents) results.push(await prepared(invocation, request, agent));
  await settleConflicts(invocation, request, results);
  const ready = results.filter(({ failure, plan }) => failure === null && plan !== null);
  const changed = ready.flatMap((result) => result.changed);
  const foreign = await foreignTo(invocation, request, results);
  if (request.isDryRun) return { results, run: null, isDryRun: true, foreign };
  if (changed.length > 0 && request.mayAsk) await confirmChanges(invocation, changed);
  const outcomes = ready.flatMap(({ agent, fetched, plan }) => {
    if (!fetched?.bundle || !plan) return [];
    const { url } = request.connection;
    const base = {
      agent: agent.format,
      bundle: fetched.name,
      url,
      gateway: request.gatewayId ?? null,
      placement: request.placement,
    };
    return [{ ...base, revision: fetched.bundle.revision, files: plan.files }];
  });
  const { state } = invocation.folders;
  const run = outcomes.length > 0 ? await applySync(state, outcomes) : null;
  for (const { fetched } of ready) if (fetched?.bundle) await keepBundle(state, fetched.name, fetched.bundle);
  return { results, run, isDryRun: false, foreign };
}

/** Without the server nobody knows which key is current. */
async function foreignTo(
  invocation: Invocation,
  { connection: { client }, gatewayId }: SyncRequest,
  results: AgentResult[],
): Promise<ForeignKey[]> {
  const bundles = results.flatMap(({ fetched }) => (fetched?.latest && !fetched.offlineSince ? [fetched.latest] : []));
  return foreignKeys(invocation, { client, gatewayId }, bundles).catch(() => []);
}

async function prepared(invocation: Invocation, request: SyncRequest, agent: Agent): Promise<AgentResult> {
  const empty = { agent, fetched: null, plan: null, changed: [], failure: null };
  try {
    const fetched = await fetchFor(invocation, request, agent);
    if (!fetched.bundle) return { ...empty, fetched };
    if (request.places.project !== null) refuseSecrets(agent, fetched.bundle);
    const plan = await planned(invocation, request, agent, fetched.bundle, new Map());
    return { ...empty, fetched, plan, changed: plan.files.filter(isChanged) };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { ...empty, failure: await asFailure(error) };
  }
}

async function planned(
  invocation: Invocation,
  { places, onEdit }: SyncRequest,
  agent: Agent,
  { files }: Bundle,
  decisions: ReadonlyMap<string, Decision>,
): Promise<Plan> {
  const written = await readWritten(invocation.folders.state);
  const always = onEdit === 'fail' ? undefined : onEdit;
  const decide = ({ path, name }: Conflict) => decisions.get(`${path} ${name}`) ?? always;
  const plan = await planSync({ agent, places, files, written, decide });
  if (plan.files.length > 0 || files.length === 0) return plan;
  throw new Failure('precondition', `${agent.title} has no configuration file in a project.`, {
    advice: `Sync it for all of your projects: gatehouse sync --agent ${agent.format}`,
  });
}

/** Asks, or leaves the agent as it is and says how to decide. */
async function settleConflicts(invocation: Invocation, request: SyncRequest, results: AgentResult[]): Promise<void> {
  for (const result of results) {
    const { agent, fetched, plan } = result;
    if (!plan || plan.conflicts.length === 0 || !fetched?.bundle) continue;
    if (request.isDryRun) plan.notes.push(...plan.conflicts.map(describeConflict));
    else if (request.mayAsk && request.onEdit !== 'fail') {
      const decisions = await askAboutConflicts(invocation, plan.conflicts);
      result.plan = await planned(invocation, request, agent, fetched.bundle, decisions);
      result.changed = result.plan.files.filter(isChanged);
    } else {
      result.changed = [];
      result.failure = conflictFailure(agent, plan.conflicts);
    }
  }
}

function conflictFailure(agent: Agent, conflicts: Conflict[]): Failure {
  const command = `gatehouse sync --agent ${agent.format} --on-edit`;
  return new Failure('conflict', conflicts.map(describeConflict).join(' '), {
    advice: `To write over it: ${command} replace. To leave it as it is: ${command} keep`,
    code: 'edited_by_hand',
  });
}

function refuseSecrets(agent: Agent, { files }: Bundle): void {
  if (!files.some(({ isSecret }) => isSecret)) return;
  throw new Failure(
    'precondition',
    `${agent.title} cannot take the key from the environment, and a key is never written into a project’s folder.`,
    {
      advice: `Sync it for all of your projects: gatehouse sync --agent ${agent.format}`,
    },
  );
}
