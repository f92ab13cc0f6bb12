import { Command, Option } from 'commander';
import { addChoices } from './commands/choices-options.ts';
import { addGatewaySettings } from './commands/gateway-settings-options.ts';
import { addKeys } from './commands/keys-options.ts';
import { addShare } from './commands/share-options.ts';
import { addTeams } from './commands/teams-options.ts';
import { addUsage } from './commands/usage-options.ts';
import type { GlobalOptions, Invocation } from './invocation.ts';
import { addHealth } from './program-health.ts';
import { addSync } from './program-sync.ts';

/** Opens what a command needs once its options are known. */
export type Open = (options: GlobalOptions) => Invocation;
/** Keeps the exit code of a command that chooses one. */
export type Conclude = (exitCode: number) => void;
type Action<Arguments extends unknown[]> = (invocation: Invocation, ...args: Arguments) => Promise<number>;

const collect = (value: string, previous: string[]): string[] => [...previous, value];

/** All commands with their options. What a command does is loaded when it runs: most runs need one of them. */
export function buildProgram(version: string, open: Open, conclude: Conclude): Command {
  const program = new Command('gatehouse')
    .description('Point your coding agents at your team’s AI gateways.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
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

  addSession(program, run);
  addSync(program, run);
  addHealth(program, run);
  addKeys(program, run, gatewayOption);
  addChoices(program, run);
  addShare(program, run);
  addTeams(program, run);
  addProviders(program, run);
  addAccounts(program, run);
  addLists(program, run);
  addUsage(program, run, gatewayOption);
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

const gatewayOption = () => new Option('--gateway <name-or-id>', 'which gateway, if there are several');
function addProviders(program: Command, run: Run): void {
  const providers = program.command('providers').description('the provider keys and custom providers you contribute');
  providers
    .command('list')
    .description('list provider keys and custom providers')
    .option('--all', 'everybody’s, if you may')
    .action(run(async () => (await import('./commands/providers.ts')).listProviders));
  const add = providers
    .command('add')
    .description('contribute a provider key, or a custom provider')
    .argument('<provider>', 'claude, gemini, codex, interactions, xai, vertex or custom')
    .option('--name <name>', 'what it is called')
    .option('--key-stdin', 'read the key from the standard input')
    .option('--key-env <variable>', 'read the key from this environment variable');
  withSettings(add)
    .option('--disabled', 'add it switched off')
    .option('--keyless', 'the provider asks for no key, if you may (custom)')
    .option('--display-name <name>', 'what people see (custom)')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./commands/add-provider.ts')).addProvider));
  const edit = providers
    .command('edit')
    .description('change a provider key or a custom provider; what is not given stays')
    .argument('<id-or-name>')
    .option('--name <name>', 'what it is called')
    .option('--new-key', 'ask for another key')
    .option('--key-stdin', 'read another key from the standard input')
    .option('--key-env <variable>', 'read another key from this environment variable');
  withSettings(edit)
    .option('--remove-header <name>', 'a header that is no longer sent, repeatable', collect, [])
    .addOption(
      new Option('--clear <what...>', 'take these away')
        .choices(['base-url', 'prefix', 'proxy', 'headers', 'models', 'excludes', 'priority', 'weight'])
        .default([]),
    )
    .action(run(async () => (await import('./commands/edit-provider.ts')).editProvider));
  providers
    .command('enable')
    .description('use a provider key or custom provider again')
    .argument('<id-or-name>')
    .action(run(async () => (await import('./commands/edit-provider.ts')).enableProvider));
  providers
    .command('disable')
    .description('keep a provider key or custom provider, but do not use it')
    .argument('<id-or-name>')
    .action(run(async () => (await import('./commands/edit-provider.ts')).disableProvider));
  providers
    .command('remove')
    .description('remove a provider key or a custom provider')
    .argument('<id-or-name>')
    .action(run(async () => (await import('./commands/providers.ts')).removeProvider));
}

/** How the gateway is to use a provider. */
function withSettings(command: Command): Command {
  return command
    .option('--base-url <url>', 'where the provider’s API is')
    .option('--model <upstream=alias>', 'a model, repeatable; alias is what clients ask for', collect, [])
    .option('--exclude <pattern>', 'models that are not offered, repeatable; * stands for any text', collect, [])
    .addOption(new Option('--exclude-model <pattern>').hideHelp().argParser(collect).default([]))
    .option('--prefix <prefix>', 'put before the provider’s model names')
    .option('--header-env <name=variable>', 'a header and the variable that holds its value, repeatable', collect, [])
    .option('--proxy-url <url>', 'the proxy on the way to the provider')
    .option('--proxy-env <variable>', 'the same with a password, from this environment variable')
    .option('--priority <number>', 'higher is used first')
    .option('--weight <number>', 'its share under weighted routing');
}

function addAccounts(program: Command, run: Run): void {
  const accounts = program.command('accounts').description('the accounts at providers that you connect');
  accounts
    .command('list')
    .description('list connected accounts')
    .option('--all', 'everybody’s, if you may')
    .action(run(async () => (await import('./commands/accounts.ts')).listAccounts));
  accounts
    .command('unclaimed')
    .description('list accounts at gateways that belong to nobody')
    .option('--gateway <gateway>', 'name or id of one gateway; all if left out')
    .action(run(async () => (await import('./commands/accounts.ts')).listUnclaimed));
  accounts
    .command('connect')
    .description('sign in at a provider; the gateway keeps the credential')
    .argument('<provider>', 'claude, codex, antigravity, xai or kimi')
    .requiredOption('--name <name>', 'what to call it')
    .option('--gateway <gateway>', 'name or id of the gateway')
    .action(run(async () => (await import('./commands/connect-account.ts')).connectAccount));
  accounts
    .command('import')
    .description('bring a credential file to the gateway')
    .argument('<provider>', 'claude, codex, antigravity, xai or kimi')
    .argument('<file>', 'path of the credential file')
    .requiredOption('--name <name>', 'what to call it')
    .option('--gateway <gateway>', 'name or id of the gateway')
    .action(run(async () => (await import('./commands/accounts.ts')).importAccount));
  accounts
    .command('enable')
    .description('let the gateway use an account again')
    .argument('<id or name>')
    .action(run(async () => (await import('./commands/accounts.ts')).enableAccount));
  accounts
    .command('disable')
    .description('keep an account without using it')
    .argument('<id or name>')
    .action(run(async () => (await import('./commands/accounts.ts')).disableAccount));
  addAccountEdit(accounts, run);
  accounts
    .command('remove')
    .description('take the credential out of its gateway')
    .argument('<id or name>')
    .action(run(async () => (await import('./commands/accounts.ts')).removeAccount));
}

function addAccountEdit(accounts: Command, run: Run): void {
  accounts
    .command('edit')
    .description('change how an account is used')
    .argument('<id or name>')
    .option('--name <name>', 'what it is called here')
    .option('--note <text>', 'a note, which the gateway shows as well')
    .option('--prefix <prefix>', 'clients ask for prefix/model to use just this account')
    .option('--proxy-url <url>', 'how the gateway reaches the provider')
    .option('--priority <number>', 'higher is used first')
    .option('--weight <number>', 'its share of requests under weighted routing')
    .option('--retries <number>', 'how many times the gateway tries again with it')
    .option('--exclude <pattern>', 'models that are not offered, repeatable; * stands for any text', collect, [])
    .option('--header-env <name=variable>', 'a header and the variable that holds its value, repeatable', collect, [])
    .option('--remove-header <name>', 'a header that is no longer sent, repeatable', collect, [])
    .addOption(
      new Option('--clear <what...>', 'take these away')
        .choices(['note', 'prefix', 'proxy', 'priority', 'weight', 'excludes'])
        .default([]),
    )
    .action(run(async () => (await import('./commands/edit-account.ts')).editAccount));
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
