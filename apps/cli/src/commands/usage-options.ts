import type { UsageGroup } from '@gatehouse/contracts/usage';
import { type Command, Option } from 'commander';
import type { Run } from '../program.ts';

// Written out, so that a run of another command need not load the contracts.
const groups = [
  'day',
  'hour',
  'model',
  'provider',
  'person',
  'team',
  'client-key',
  'gateway',
] as const satisfies readonly UsageGroup[];

/** `gatehouse usage` and its options. */
export function addUsage(program: Command, run: Run, gatewayOption: () => Option): void {
  program
    .command('usage')
    .description('requests, tokens and cost; left out: yours of the last seven days')
    .option('--from <day>', 'the first day, such as 2026-11-01')
    .option('--to <day>', 'the last day; left out: today')
    .option('--last <time>', 'how far back instead, such as 30d or 24h')
    .addOption(new Option('--by <what>', 'what a line is; left out: a day').choices(groups))
    .option('--all', 'everybody’s, if you may')
    .option('--model <id>', 'only this model, as clients ask for it')
    .addOption(gatewayOption())
    .option('--key <id-or-name>', 'only this client key of yours')
    .option('--time-zone <zone>', 'in which days begin, such as Europe/Berlin; left out: this machine’s')
    .option('--csv', 'write exact numbers as CSV to the standard output')
    .action(run(async () => (await import('./usage.ts')).showUsage));
}
