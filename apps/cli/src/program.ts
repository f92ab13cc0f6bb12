import { Command } from 'commander';
import { addChoices } from './commands/choices-options.ts';
import { addGatewaySettings } from './commands/gateway-settings-options.ts';
import { addKeys } from './commands/keys-options.ts';
import { addShare } from './commands/share-options.ts';
import { addTeams } from './commands/teams-options.ts';
import { addUsage } from './commands/usage-options.ts';
import type { GlobalOptions, Invocation } from './invocation.ts';
import { addAccounts, addProviders } from './program-contribute.ts';
import { addHealth } from './program-health.ts';
import { addSync, gatewayOption } from './program-sync.ts';

/** Opens what a command needs once its options are known. */
export type Open = (options: GlobalOptions) => Invocation;
/** Keeps the exit code of a command that chooses one. */
export type Conclude = (exitCode: number) => void;
type Action<Arguments extends unknown[]> = (invocation: Invocation, ...args: Arguments) => Promise<number>;

/** All commands with their options. What a command does is loaded when it runs: most runs need one of them. */
export function buildProgram(version: string, open: Open, conclude: Conclude): Command {
  const program = new Command('gatehouse')
    .description('Point your coding agents at your team’s AI gateways.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', '\nBegin with: gatehouse login --url <url>\nThen: gatehouse sync')
    .option('--url <url>', 'address of the Gatehouse server (or GATEHOUSE_URL)')
    .option(
      '--profile <name>',
      'one of several Gatehouses, with credentials and agents of its own (or GATEHOUSE_PROFILE)',
    )
    .option('--json', 'write the result as JSON to the standard output; never ask')
    .option('--no-color', 'no colours (or NO_COLOR)')
    .option('--insecure-http', 'allow http:// to another machine')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();

  const run =
    <Arguments extends unknown[]>(load: () => Promise<Action<Arguments>>) =>
    async (...args: unknown[]): Promise<void> => {
      const invocation = open(program.opts<GlobalOptions>());
      // Commander appends the command itself to its arguments and options.
      conclude(await (await load())(invocation, ...(args.slice(0, -1) as Arguments)));
    };

  addSession(program.commandsGroup('Signing in:'), run);
  addSync(program.commandsGroup('Your agents:'), run);
  addHealth(program, run);
  addKeys(program.commandsGroup('What you use:'), run, gatewayOption);
  addLists(program, run);
  addChoices(program, run);
  addShare(program, run);
  addUsage(program, run, gatewayOption);
  addProviders(program.commandsGroup('What you contribute:'), run);
  addAccounts(program, run);
  addTeams(program.commandsGroup('Running it together:'), run);
  addGateways(program, run);
  return program;
}

/** Loads what a command does and runs it with its arguments and options. */
export type Run = <Arguments extends unknown[]>(
  load: () => Promise<Action<Arguments>>,
) => (...args: unknown[]) => Promise<void>;

function addSession(program: Command, run: Run): void {
  program
    .command('login')
    .description('sign in with a code that you confirm in the browser')
    .option('--no-browser', 'only show the address')
    .action(run(async () => (await import('./commands/login.ts')).login));
  program
    .command('logout')
    .description('revoke the token of this machine and forget it')
    .action(run(async () => (await import('./commands/logout.ts')).logout));
  program
    .command('whoami')
    .description('show who you are signed in as')
    .action(run(async () => (await import('./commands/whoami.ts')).whoami));
}

function addLists(program: Command, run: Run): void {
  program
    .command('models')
    .description('the models that are offered')
    .command('list')
    .description('list models')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./commands/models.ts')).listModels));
}

function addGateways(program: Command, run: Run): void {
  const gateways = program.command('gateways').description('the connected gateways');
  gateways
    .command('list')
    .description('list gateways')
    .action(run(async () => (await import('./commands/gateways.ts')).listGateways));
  const yes = ['-y, --yes', 'do not ask'] as const;
  gateways
    .command('plan')
    .description('show what apply would change at the gateway')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).planGateway));
  gateways
    .command('apply')
    .description('make the gateway as it should be now, also what was held or only reported')
    .addOption(gatewayOption())
    .option(...yes)
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).applyGateway));
  gateways
    .command('events')
    .description('what others changed at the gateway, and what became of it')
    .addOption(gatewayOption())
    .option('--limit <count>', 'how many, newest first', Number, 50)
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).listEvents));
  addUnmanaged(gateways, run, yes);
  addGatewaySettings(gateways, run, gatewayOption);
  gateways
    .command('undo')
    .description('list snapshots, or put unmanaged entries back to one')
    .addOption(gatewayOption())
    .option('--to <snapshot>', 'the snapshot')
    .option(...yes)
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).undoGateway));
  gateways
    .command('rebuild')
    .description('write everything to the gateway again, as if it were empty')
    .addOption(gatewayOption())
    .option('--base-url <url>', 'where the new gateway is')
    .option('--key-stdin', 'read its management key from the standard input')
    .option('--key-env <variable>', 'read its management key from this environment variable')
    .option(...yes)
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).rebuildGateway));
  gateways
    .command('move')
    .description('move what people have from one gateway to another')
    .addOption(gatewayOption())
    .requiredOption('--to <name-or-id>', 'the other gateway')
    .option(...yes)
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).moveGateway));
}

function addUnmanaged(gateways: Command, run: Run, yes: readonly [string, string]): void {
  gateways
    .command('unmanaged')
    .description('what stands at the gateway and is of nobody here')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).listUnmanaged));
  gateways
    .command('adopt')
    .description('give unmanaged entries an owner')
    .argument('[ids...]', 'from “gateways unmanaged”; the beginning is enough')
    .addOption(gatewayOption())
    .option('--all', 'all that can be adopted and are not ignored')
    .option('--owner <user-id>', 'whose they become; left out: yours')
    .option('--name <name>', 'what they are called here')
    .option('--key-stdin', 'read the whole key of the one entry, which the gateway does not show')
    .option('--key-env <variable>', 'take it from this environment variable')
    .option(...yes)
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).adoptEntries));
  gateways
    .command('ignore')
    .description('leave unmanaged entries out of the counts')
    .argument('[ids...]', 'from “gateways unmanaged”; the beginning is enough')
    .addOption(gatewayOption())
    .option('--all', 'all of them')
    .option('--undo', 'count them again')
    .action(run(async () => (await import('./commands/gateway-upkeep.ts')).ignoreEntries));
}
