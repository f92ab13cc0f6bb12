import type { AccountToConnect, AdoptAnswer, UnmanagedEntryView } from '@gatehouse/contracts/gateway-upkeep';
import type { GatewayView } from '@gatehouse/contracts/gateways';
import { connect } from '../connection/connect.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import { Failure, Interrupted } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { readSecret, type SecretSource } from '../terminal/read-secret.ts';
import { showTable } from '../terminal/table.ts';
import { chooseOneGateway } from './gateway-choice.ts';
import { shortKey, showPlan } from './gateway-plan.ts';

export type GatewayOptions = { gateway?: string };
export type YesOptions = GatewayOptions & { yes?: boolean };

export async function planGateway(invocation: Invocation, options: GatewayOptions): Promise<number> {
  const { client } = await connect(invocation);
  const { id } = await chooseOneGateway(client, options.gateway);
  const plan = await client.gateways.plan.query({ id });
  if (invocation.terminal.isJson) invocation.terminal.json({ plan });
  else showPlan(invocation.terminal, plan);
  return plan.problem ? exitCodes.unavailable : 0;
}

export async function applyGateway(invocation: Invocation, options: YesOptions): Promise<number> {
  const { terminal } = invocation;
  const { client } = await connect(invocation);
  const { id } = await chooseOneGateway(client, options.gateway);
  if (terminal.isInteractive && !options.yes) {
    showPlan(terminal, await client.gateways.plan.query({ id }));
    await askOrStop('Apply this now?');
  }
  const gateway = await client.gateways.applyPlan.mutate({ id });
  if (terminal.isJson) terminal.json({ gateway });
  return concludeGateway(invocation, gateway);
}

export async function listUnmanaged(invocation: Invocation, options: GatewayOptions): Promise<number> {
  const { client } = await connect(invocation);
  const { id } = await chooseOneGateway(client, options.gateway);
  const entries = await client.gateways.unmanaged.query({ id });
  if (invocation.terminal.isJson) invocation.terminal.json({ entries });
  else showUnmanaged(invocation, entries);
  return 0;
}

export type ChoiceOptions = YesOptions & { all?: boolean };
export type AdoptOptions = ChoiceOptions & SecretSource & { owner?: string; name?: string };

export async function adoptEntries(invocation: Invocation, keys: string[], options: AdoptOptions): Promise<number> {
  const { terminal } = invocation;
  const { client } = await connect(invocation);
  const { id } = await chooseOneGateway(client, options.gateway);
  const open = (await client.gateways.unmanaged.query({ id })).filter((entry) => entry.obstacle === null);
  const chosen = options.all ? open.filter((entry) => !entry.isIgnored) : chooseEntries(open, keys);
  if (chosen.length === 0) return concludeNothing(invocation, { adopted: [], refused: [] });
  if (terminal.isInteractive && !options.yes) {
    showUnmanaged(invocation, chosen);
    for (const caveat of new Set(chosen.flatMap((entry) => entry.caveat ?? []))) terminal.note(printable(caveat));
    await askOrStop(`Adopt ${chosen.length === 1 ? 'this entry' : `these ${chosen.length} entries`}?`);
  }
  const { owner: ownerUserId, name } = options;
  const secret = await secretFor(invocation, chosen, options);
  const answer = await client.gateways.adopt.mutate({
    id,
    entries: chosen.map(({ resource, key }) => ({ resource, key, ownerUserId, name, secret })),
  });
  if (terminal.isJson) terminal.json(answer);
  else for (const entry of answer.adopted) terminal.result(`Adopted ${printable(entry.label)}`);
  for (const { key, reason } of answer.refused) terminal.note(printable(`Left ${shortKey(key)}: ${reason}`));
  return answer.refused.length > 0 ? exitCodes.conflict : 0;
}

export async function ignoreEntries(
  invocation: Invocation,
  keys: string[],
  options: ChoiceOptions & { undo?: boolean },
): Promise<number> {
  const { client } = await connect(invocation);
  const { id } = await chooseOneGateway(client, options.gateway);
  const open = (await client.gateways.unmanaged.query({ id })).filter(
    (entry) => entry.isIgnored === Boolean(options.undo),
  );
  const chosen = options.all ? open : chooseEntries(open, keys);
  const entries = chosen.map(({ resource, key }) => ({ resource, key }));
  const change = options.undo ? client.gateways.unignore : client.gateways.ignore;
  const answer = entries.length === 0 ? { changed: 0 } : await change.mutate({ id, entries });
  if (invocation.terminal.isJson) invocation.terminal.json(answer);
  else invocation.terminal.result(`${options.undo ? 'Shown again' : 'Ignored'}: ${answer.changed}`);
  return 0;
}

export async function undoGateway(invocation: Invocation, options: YesOptions & { to?: string }): Promise<number> {
  const { terminal } = invocation;
  const { client } = await connect(invocation);
  const { id } = await chooseOneGateway(client, options.gateway);
  if (options.to === undefined) {
    const snapshots = await client.gateways.snapshots.query({ id });
    if (terminal.isJson) terminal.json({ snapshots });
    else {
      const rows = snapshots.map((one) => [
        one.takenAt.toISOString(),
        one.resource,
        one.reason,
        String(one.entryCount),
        String(one.strangerCount),
        one.id,
      ]);
      showTable(terminal, ['TAKEN', 'LIST', 'BEFORE', 'ENTRIES', 'UNMANAGED', 'ID'], rows, 'Nothing was written yet.');
      if (rows.length > 0) terminal.note('Put unmanaged entries back with: gatehouse gateways undo --to <id>');
    }
    return 0;
  }
  if (terminal.isInteractive && !options.yes) await askOrStop('Put unmanaged entries back to how they were then?');
  const answer = await client.gateways.undo.mutate({ id, snapshotId: options.to });
  if (terminal.isJson) terminal.json(answer);
  else
    terminal.result(
      answer.isChanged ? `Unmanaged ${answer.resource}: ${answer.strangers}, as then` : 'Nothing to undo.',
    );
  for (const { label, reason } of answer.notRestored) terminal.note(printable(`Not ${label}: ${reason}`));
  return 0;
}

export async function rebuildGateway(
  invocation: Invocation,
  options: YesOptions & SecretSource & { baseUrl?: string },
): Promise<number> {
  const { terminal } = invocation;
  const { client } = await connect(invocation);
  const { id, name } = await chooseOneGateway(client, options.gateway);
  const hasKey = options.keyStdin || options.keyEnv !== undefined;
  const managementKey = hasKey ? await readSecret(invocation, options, 'Management key') : undefined;
  if (terminal.isInteractive && !options.yes) await askOrStop(`Write everything to “${name}” again?`);
  const answer = await client.gateways.rebuild.mutate({ id, baseUrl: options.baseUrl, managementKey });
  if (terminal.isJson) terminal.json(answer);
  else terminal.result(`${answer.confirmed} of ${answer.wanted} entries are confirmed.`);
  for (const { label, reason } of answer.lost) terminal.note(printable(`Not ${label}: ${reason}`));
  noteAccounts(invocation, answer.accounts);
  if (answer.problem) terminal.note(printable(answer.problem.message));
  return answer.confirmed < answer.wanted ? exitCodes.conflict : 0;
}

export async function moveGateway(invocation: Invocation, options: YesOptions & { to: string }): Promise<number> {
  const { terminal } = invocation;
  const { client } = await connect(invocation);
  const from = await chooseOneGateway(client, options.gateway);
  const to = await chooseOneGateway(client, options.to);
  if (terminal.isInteractive && !options.yes) await askOrStop(`Move everything from “${from.name}” to “${to.name}”?`);
  const answer = await client.gateways.move.mutate({ id: from.id, toGatewayId: to.id });
  if (terminal.isJson) terminal.json(answer);
  else
    terminal.result(`${answer.moved} entries: ${answer.confirmedThere} confirmed there, ${answer.leftHere} gone here.`);
  for (const { label, reason } of answer.kept) terminal.note(printable(`Kept ${label}: ${reason}`));
  noteAccounts(invocation, answer.accounts);
  if (answer.problem) terminal.note(printable(answer.problem.message));
  return answer.confirmedThere < answer.moved || answer.kept.length > 0 ? exitCodes.conflict : 0;
}

export async function listEvents(invocation: Invocation, options: GatewayOptions & { limit: number }): Promise<number> {
  const { client } = await connect(invocation);
  const { id } = await chooseOneGateway(client, options.gateway);
  const events = await client.gateways.events.query({ id, limit: options.limit });
  if (invocation.terminal.isJson) {
    invocation.terminal.json({ events });
    return 0;
  }
  const rows = events.map((event) => [
    event.at.toISOString(),
    event.kind,
    event.label ?? '',
    event.action ?? '',
    event.resolvedAt ? '' : 'open',
    Object.entries(event.details)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
  ]);
  const none = 'Nobody but Gatehouse has changed anything there.';
  showTable(invocation.terminal, ['WHEN', 'WHAT', 'ENTRY', 'DONE', '', 'DETAILS'], rows, none);
  return 0;
}

function noteAccounts({ terminal }: Invocation, accounts: readonly AccountToConnect[]): void {
  if (accounts.length === 0) return;
  terminal.note('Credentials of accounts are at one gateway only. Their owners connect them again:');
  for (const { provider, name, ownerName } of accounts)
    terminal.note(printable(`  ${provider} · ${name} (${ownerName})`));
}

/** The whole key of the one entry that is adopted, of somebody who knows it. */
async function secretFor(
  invocation: Invocation,
  chosen: readonly UnmanagedEntryView[],
  options: SecretSource,
): Promise<string | undefined> {
  if (!options.keyStdin && options.keyEnv === undefined) return undefined;
  if (chosen.length === 1 && chosen[0]?.takesSecret) return readSecret(invocation, options, 'The whole key');
  throw new Failure('invalid', 'A key is given for one entry that the gateway shows by its hash only.', {
    advice: 'Adopt the others without --key-stdin and --key-env.',
  });
}

async function askOrStop(question: string): Promise<void> {
  const { askYes } = await import('../terminal/prompts.ts');
  if (!(await askYes(question))) throw new Interrupted('Stopped. Nothing was changed.');
}

/** By the beginning of a key as the tables show it. */
function chooseEntries(entries: readonly UnmanagedEntryView[], keys: readonly string[]): UnmanagedEntryView[] {
  if (keys.length === 0) {
    throw new Failure('invalid', 'Say which entries: give their ids, or --all.', {
      advice: 'See: gatehouse gateways unmanaged',
    });
  }
  return keys.map((text) => {
    const found = entries.filter((entry) => entry.key.startsWith(text));
    const [entry] = found;
    if (entry && found.length === 1) return entry;
    throw new Failure(entry ? 'conflict' : 'not-found', `“${text}” names ${found.length} of the entries.`, {
      advice: 'See: gatehouse gateways unmanaged',
    });
  });
}

function showUnmanaged({ terminal }: Invocation, entries: readonly UnmanagedEntryView[]): void {
  const rows = entries.map((entry) => [
    shortKey(entry.key),
    entry.resource,
    entry.label,
    entry.masked,
    Object.entries(entry.details)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
    entry.isIgnored ? 'ignored' : entry.obstacle ? 'not adoptable' : '',
  ]);
  showTable(terminal, ['ID', 'LIST', 'ENTRY', 'KEY', 'DETAILS', ''], rows, 'Everything there is of somebody here.');
}

function concludeNothing({ terminal }: Invocation, answer: AdoptAnswer): number {
  if (terminal.isJson) terminal.json(answer);
  else terminal.result('Nothing to adopt.');
  return 0;
}

function concludeGateway({ terminal }: Invocation, gateway: GatewayView): number {
  const { applied, conflict, rejected, pending, drifted, unknown } = gateway.entries;
  const waiting = pending + drifted + unknown;
  if (!terminal.isJson) terminal.result(`${applied} applied, ${waiting} waiting, ${conflict + rejected} held`);
  if (gateway.problem) terminal.note(printable(gateway.problem.message));
  if (gateway.problem) return exitCodes.unavailable;
  return conflict + rejected > 0 ? exitCodes.conflict : 0;
}
