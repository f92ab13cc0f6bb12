import { connect } from '../connection/connect.ts';
import { Failure, Interrupted } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { pick } from './pick.ts';
import { chooseOne, showChanges, versionNumber } from './share-list.ts';

export async function publishShare(
  invocation: Invocation,
  options: { name?: string; share?: string; yes?: boolean },
): Promise<number> {
  const { terminal } = invocation;
  const { client } = await connect(invocation);
  const open = (await client.sharing.list.query()).filter(({ endedAt }) => endedAt === null);
  const isNew = options.name !== undefined && options.share === undefined;
  if (!isNew && options.share === undefined && open.length === 0)
    throw new Failure('invalid', 'You share nothing yet.', { advice: 'Give it a name: --name <name>' });
  const share = isNew ? null : chooseOne(open, options.share, 'share');
  const draft = await client.sharing.draft.query(share ? { id: share.id } : {});
  const [refusal] = draft.refusals;
  if (refusal !== undefined)
    throw new Failure('precondition', refusal, { code: 'share_refused', advice: 'See: gatehouse choices show' });
  for (const note of draft.notes) terminal.note(printable(note));
  if (terminal.isInteractive && !options.yes && !draft.isUnchanged) {
    showChanges(terminal, draft.changes);
    await askOrStop(share ? `Publish this as version ${share.latest.version + 1}?` : 'Share this?');
  }
  const { choicesVersion } = draft;
  const done = await client.sharing.publish.mutate(
    share ? { id: share.id, choicesVersion } : { name: options.name, choicesVersion },
  );
  if (terminal.isJson) terminal.json(done);
  else if (!done.isNewVersion) terminal.note('Nothing has changed since the last version.');
  else {
    terminal.result(done.share.code ?? '');
    terminal.note(printable(`“${done.share.name}” is published as version ${done.share.latest.version}.`));
    if (!share) terminal.note('Whoever has this code can follow it: gatehouse share subscribe <code>');
  }
  return 0;
}

export async function rollBackShare(
  invocation: Invocation,
  version: string,
  options: { share?: string },
): Promise<number> {
  const { client } = await connect(invocation);
  const open = (await client.sharing.list.query()).filter(({ endedAt }) => endedAt === null);
  const { id } = chooseOne(open, options.share, 'share');
  const share = await client.sharing.rollBack.mutate({ id, version: versionNumber(version) });
  if (invocation.terminal.isJson) invocation.terminal.json({ share });
  else invocation.terminal.result(`Version ${share.latest.version} holds what version ${version} held.`);
  return 0;
}

export async function unpublishShare(invocation: Invocation, nameOrId: string): Promise<number> {
  const { client } = await connect(invocation);
  const share = pick(await client.sharing.list.query(), nameOrId, 'share');
  const answer = await client.sharing.unpublish.mutate({ id: share.id });
  if (invocation.terminal.isJson) invocation.terminal.json({ id: share.id, ...answer });
  else invocation.terminal.result(printable(`“${share.name}” has ended. Its followers keep the last version.`));
  return 0;
}

export async function askOrStop(question: string): Promise<void> {
  const { askYes } = await import('../terminal/prompts.ts');
  if (!(await askYes(question))) throw new Interrupted('Stopped. Nothing was changed.');
}
