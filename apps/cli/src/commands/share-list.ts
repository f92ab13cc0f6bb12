import type { Client } from '@gatehouse/client/client';
import { type ChoiceChange, type ShareView, type SubscriptionView, shareCode } from '@gatehouse/contracts/sharing';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { pick } from './pick.ts';

export async function listShares(invocation: Invocation): Promise<number> {
  const { client } = await connect(invocation);
  const { shares, subscriptions } = await readAll(client);
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json({ shares, subscriptions });
    return 0;
  }
  showTable(
    terminal,
    ['YOU SHARE', 'CODE', 'VERSION', 'FOLLOWERS', 'ID'],
    shares.map((share) => [
      share.name,
      share.code ?? 'ended',
      `${share.latest.version}${share.hasUnpublishedChanges ? ' (not up to date)' : ''}`,
      String(share.followers),
      share.id,
    ]),
    'You share nothing. Share your choices: gatehouse share publish --name <name>',
  );
  showTable(
    terminal,
    ['YOU FOLLOW', 'BY', 'VERSION', 'STATE', 'ID'],
    subscriptions.map((each) => [each.name, each.publisherName, versionText(each), stateText(each), each.id]),
    'You follow nothing. Follow a share: gatehouse share subscribe <code>',
  );
  return 0;
}

const versionText = ({ version, latestVersion, pinnedVersion }: SubscriptionView): string =>
  pinnedVersion === null ? `${version} (latest)` : `${version} (pinned, latest ${latestVersion})`;

function stateText({ isPaused, parts, source }: SubscriptionView): string {
  const waiting = parts.filter(({ state }) => state.startsWith('waiting')).length;
  return [
    isPaused ? 'paused' : 'in use',
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(source === 'active' ? [] : [source.replace('-', ' ')]),
  ].join(', ');
}

/** A code is looked up; anything else is the name or id of something that one shares or follows. */
export async function showShare(invocation: Invocation, text: string): Promise<number> {
  const { client } = await connect(invocation);
  const { terminal } = invocation;
  const { shares, subscriptions } = await readAll(client);
  const known = [...subscriptions, ...shares].find(({ id, name }) => id === text || name === text);
  const code = shareCode.safeParse(text);
  if (!known && code.success) {
    const preview = await client.sharing.preview.mutate({ code: text });
    if (terminal.isJson) terminal.json({ preview });
    else {
      terminal.note(printable(`“${preview.name}” by ${preview.publisherName}, version ${preview.version}`));
      showChanges(terminal, preview.contents);
    }
    return 0;
  }
  const subscription = subscriptions.find(({ id, name }) => id === text || name === text);
  const shareId = subscription?.shareId ?? pick(shares, text, 'share').id;
  const { versions, document } = await client.sharing.get.query({ id: shareId });
  const version = subscription?.version ?? versions[0]?.version ?? 1;
  const { changes } = await client.sharing.diff.query({ id: shareId, from: 0, to: version });
  if (terminal.isJson)
    terminal.json({ share: shares.find(({ id }) => id === shareId) ?? null, subscription, versions, document });
  else {
    terminal.note(printable(`Version ${version}`));
    showChanges(terminal, changes);
    for (const part of subscription?.parts ?? [])
      terminal.note(printable(`${part.name}: ${part.state.replaceAll('-', ' ')}`));
  }
  return 0;
}

export async function diffShare(
  invocation: Invocation,
  from: string | undefined,
  to: string | undefined,
  options: { share?: string },
): Promise<number> {
  const { client } = await connect(invocation);
  const { shares, subscriptions } = await readAll(client);
  const known = [
    ...subscriptions.map(({ shareId, name, latestVersion }) => ({ id: shareId, name, latest: latestVersion })),
    ...shares.map(({ id, name, latest }) => ({ id, name, latest: latest.version })),
  ];
  const chosen = chooseOne(known, options.share, 'share');
  const last = to === undefined ? chosen.latest : versionNumber(to);
  const first = from === undefined ? last - 1 : versionNumber(from);
  const { changes } = await client.sharing.diff.query({ id: chosen.id, from: first, to: last });
  if (invocation.terminal.isJson) invocation.terminal.json({ from: first, to: last, changes });
  else {
    invocation.terminal.note(`From version ${first} to ${last}`);
    showChanges(invocation.terminal, changes);
  }
  return 0;
}

export async function readAll(client: Client): Promise<{ shares: ShareView[]; subscriptions: SubscriptionView[] }> {
  const [shares, subscriptions] = await Promise.all([
    client.sharing.list.query(),
    client.sharing.subscriptions.query(),
  ]);
  return { shares, subscriptions };
}

/** The one that is named, else the only one. */
export function chooseOne<T extends { id: string; name: string }>(
  things: readonly T[],
  text: string | undefined,
  noun: string,
): T {
  if (text !== undefined) return pick(things, text, noun);
  const [only, ...others] = things;
  if (only && others.length === 0) return only;
  const message = only ? `You have several ${noun}s: say which.` : `You have no ${noun}.`;
  const names = things.map(({ name }) => name).join(', ');
  throw new Failure(only ? 'invalid' : 'not-found', message, {
    advice: names ? `There are: ${names}` : 'See: gatehouse share list',
  });
}

export function versionNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Failure('invalid', `“${text}” is no version.`, { advice: 'Give a number. See: gatehouse share show' });
}

export function showChanges(terminal: Terminal, changes: readonly ChoiceChange[]): void {
  const { green, red } = terminal.outColors;
  if (changes.length === 0) terminal.note('Nothing is different.');
  for (const { at, before, after } of changes) {
    if (before !== null) terminal.result(red(printable(`- ${at}: ${before}`)));
    if (after !== null) terminal.result(green(printable(`+ ${at}: ${after}`)));
  }
}
