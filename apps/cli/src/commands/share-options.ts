import { type Command, Option } from 'commander';
import type { Run } from '../program.ts';

const collect = (value: string, previous: string[]): string[] => [...previous, value];
const shareOption = () => new Option('--share <name-or-id>', 'which one, if there are several');
const yes = ['-y, --yes', 'do not ask'] as const;

/** `gatehouse share …` and its options. */
export function addShare(program: Command, run: Run): void {
  const share = program.command('share').description('choices that you share, and those that you follow');
  share
    .command('list')
    .description('list what you share and what you follow')
    .action(run(async () => (await import('./share-list.ts')).listShares));
  share
    .command('show')
    .description('show what a code stands for, or what you share or follow')
    .argument('<code-name-or-id>')
    .action(run(async () => (await import('./share-list.ts')).showShare));
  share
    .command('diff')
    .description('show what changed: in the latest version, or between two')
    .argument('[from]')
    .argument('[to]')
    .addOption(shareOption())
    .action(run(async () => (await import('./share-list.ts')).diffShare));
  addPublishing(share, run);
  addFollowing(share, run);
}

function addPublishing(share: Command, run: Run): void {
  share
    .command('publish')
    .description('publish your choices: a new version, or under a new name')
    .option('--name <name>', 'share them anew under this name')
    .addOption(shareOption())
    .option(...yes)
    .action(run(async () => (await import('./share-publish.ts')).publishShare));
  share
    .command('rollback')
    .description('publish what an earlier version held again')
    .argument('<version>')
    .addOption(shareOption())
    .action(run(async () => (await import('./share-publish.ts')).rollBackShare));
  share
    .command('unpublish')
    .description('end a share; followers keep its last version')
    .argument('<name-or-id>')
    .action(run(async () => (await import('./share-publish.ts')).unpublishShare));
}

function addFollowing(share: Command, run: Run): void {
  share
    .command('subscribe')
    .description('follow what a colleague shares')
    .argument('<code>')
    .option('--consent <name>', 'agree to this server or plugin, repeatable', collect, [])
    .option(...yes)
    .action(run(async () => (await import('./share-subscribe.ts')).subscribe));
  for (const name of ['pause', 'resume', 'unsubscribe'] as const)
    share
      .command(name)
      .description(
        {
          pause: 'use a share no longer for now',
          resume: 'use a share again; another one that is in use is paused',
          unsubscribe: 'stop following a share',
        }[name],
      )
      .argument('[name-or-id]')
      .action(run(async () => (await import('./share-follow.ts'))[name]));
  share
    .command('pin')
    .description('stay at a version, or follow the latest again')
    .argument('<version>', 'a number, or latest')
    .addOption(shareOption())
    .action(run(async () => (await import('./share-follow.ts')).pin));
  share
    .command('consent')
    .description('agree to servers and plugins of a share, as they are now')
    .argument('[name...]')
    .option('--withdraw', 'take it back')
    .addOption(shareOption())
    .action(run(async () => (await import('./share-follow.ts')).consent));
  share
    .command('fill')
    .description('give a server of a share your own values')
    .argument('<server>')
    .requiredOption(
      '--value-env <name=variable>',
      'a variable or header, and where its value is, repeatable',
      collect,
      [],
    )
    .addOption(shareOption())
    .action(run(async () => (await import('./share-follow.ts')).fillIn));
}
