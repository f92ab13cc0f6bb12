import type { KeyPlacement } from '@gatehouse/contracts/bundles';
import { type Command, Option } from 'commander';
import type { Run } from './program.ts';
import { allAgents } from './sync/agents.ts';

const placements = ['inline', 'environment', 'command'] satisfies KeyPlacement[];

const collect = (value: string, previous: string[] = []): string[] => [
  ...previous,
  ...value.split(',').filter(Boolean),
];

export const agentOption = () =>
  new Option(
    '--agent <agent>',
    `a coding agent, repeatable, or all: ${allAgents()
      .map(({ format }) => format)
      .join(', ')}`,
  ).argParser(collect);
export const gatewayOption = () => new Option('--gateway <name-or-id>', 'which gateway, if there are several');
const scopeOption = () =>
  new Option('--scope <scope>', 'your own files, or those of the project in this folder').choices(['user', 'project']);
export const keyOption = () =>
  new Option('--key <placement>', 'how the files get your key; it is remembered').choices(placements);

export function addSync(program: Command, run: Run): void {
  program
    .command('sync')
    .description('write your key and the current models into your agents’ configuration')
    .addOption(agentOption())
    .addOption(gatewayOption())
    .addOption(scopeOption())
    .addOption(keyOption())
    .addOption(
      new Option('--on-edit <decision>', 'what to do with parts that were edited by hand').choices([
        'keep',
        'replace',
        'fail',
      ]),
    )
    .option('--dry-run', 'show what would change and write nothing')
    .option('--watch', 'stay, and sync whenever something changes')
    .option('-y, --yes', 'do not ask; create a client key if you have none')
    .action(run(async () => (await import('./commands/sync/sync.ts')).sync));
  program
    .command('diff')
    .description('show what a sync would change')
    .addOption(agentOption())
    .addOption(gatewayOption())
    .addOption(scopeOption())
    .addOption(keyOption())
    .action(run(async () => (await import('./commands/sync/sync.ts')).diff));
  program
    .command('undo')
    .description('take the last sync back')
    .option('--to <run>', 'take this run back, and all that came behind it')
    .option('--list', 'show what can be taken back')
    .option('-y, --yes', 'do not ask')
    .action(run(async () => (await import('./commands/undo.ts')).undo));
  program
    .command('uninstall')
    .description('put your files back to how they were before the first sync')
    .addOption(agentOption())
    .option('-y, --yes', 'do not ask')
    .action(run(async () => (await import('./commands/undo.ts')).uninstall));
}
