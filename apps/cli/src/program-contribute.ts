import { type Command, Option } from 'commander';
import type { Run } from './program.ts';
import { gatewayOption } from './program-sync.ts';

const collect = (value: string, previous: string[]): string[] => [...previous, value];

export function addProviders(program: Command, run: Run): void {
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

export function addAccounts(program: Command, run: Run): void {
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
