import { type SharePreview, shareCode } from '@gatehouse/contracts/sharing';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { concludeSubscription } from './share-follow.ts';
import { showChanges } from './share-list.ts';
import { askOrStop } from './share-publish.ts';

export async function subscribe(
  invocation: Invocation,
  code: string,
  options: { consent: string[]; yes?: boolean },
): Promise<number> {
  const { terminal } = invocation;
  const checked = shareCode.safeParse(code);
  if (!checked.success)
    throw new Failure('invalid', `“${code}” is no code.`, { advice: 'A code looks like ABCD-2345.' });
  const { client } = await connect(invocation);
  const preview = await client.sharing.preview.mutate({ code });
  const consents = partsNamed(preview, options.consent);
  if (terminal.isInteractive && !options.yes) {
    terminal.note(printable(`“${preview.name}” by ${preview.publisherName}, version ${preview.version}:`));
    showChanges(terminal, preview.contents);
    await askOrStop('Follow it?');
  }
  const subscription = await client.sharing.subscribe.mutate({ code, consents });
  return concludeSubscription(invocation, subscription, `You follow “${preview.name}”.`);
}

function partsNamed({ parts }: SharePreview, names: readonly string[]): string[] {
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined)
    throw new Failure('not-found', `The share has no server or plugin “${unknown}”.`, {
      advice: `There are: ${parts.map(({ name }) => name).join(', ') || 'none'}`,
    });
  return parts.filter(({ name }) => names.includes(name)).map(({ hash }) => hash);
}
