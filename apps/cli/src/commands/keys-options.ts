import { type Command, Option } from 'commander';
import type { Run } from '../program.ts';

const collect = (value: string, previous: string[]): string[] => [...previous, value];

/** `gatehouse keys …` and its options. */
export function addKeys(program: Command, run: Run, gatewayOption: () => Option): void {
  const keys = program.command('keys').description('your client keys');
  keys
    .command('list')
    .description('list client keys')
    .option('--all', 'everybody’s, if you may')
    .action(run(async () => (await import('./keys.ts')).listKeys));
  const create = keys
    .command('create')
    .description('create a client key; it is shown once')
    .argument('<name>')
    .addOption(gatewayOption());
  withTeam(withLimits(create)).action(run(async () => (await import('./keys.ts')).createKey));
  const edit = keys
    .command('edit')
    .description('rename or limit a client key; what is not given stays')
    .argument('<id-or-name>')
    .option('--name <name>', 'what it is called');
  withTeam(withLimits(edit))
    .addOption(
      new Option('--clear <what...>', 'take these away')
        .choices(['models', 'max-budget', 'rpm', 'tpm', 'expiry', 'team'])
        .default([]),
    )
    .action(run(async () => (await import('./keys-edit.ts')).editKey));
  keys
    .command('block')
    .description('let the gateway refuse a client key until it is unblocked')
    .argument('<id-or-name>')
    .action(run(async () => (await import('./keys-edit.ts')).blockKey));
  keys
    .command('unblock')
    .description('let a blocked client key work again')
    .argument('<id-or-name>')
    .action(run(async () => (await import('./keys-edit.ts')).unblockKey));
  keys
    .command('revoke')
    .description('revoke a client key for good')
    .argument('<id-or-name>')
    .action(run(async () => (await import('./keys.ts')).revokeKey));
}

const withTeam = (command: Command): Command =>
  command.option('--team <name-or-id>', 'which of its owner’s teams it belongs to');

function withLimits(command: Command): Command {
  return command
    .option('--model <id>', 'only this model of the catalogue, repeatable', collect, [])
    .option('--max-budget <usd>', 'how much may be spent, in US dollars')
    .option('--budget-duration <period>', 'after which time the budget starts anew, such as 30d')
    .option('--rpm <number>', 'requests a minute')
    .option('--tpm <number>', 'tokens a minute')
    .option('--expires <when>', 'a date such as 2030-01-31, or a time from now such as 30d or 12h');
}
