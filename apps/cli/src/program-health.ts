import { type Command, Option } from 'commander';
import type { Run } from './program.ts';
import { agentOption, gatewayOption, keyOption } from './program-sync.ts';

/** What looks after a machine that is synced. */
export function addHealth(program: Command, run: Run): void {
  program
    .command('status')
    .description('what is managed here, and whether it is up to date')
    .action(run(async () => (await import('./commands/status.ts')).status));
  program
    .command('doctor')
    .description('check the way from here to the models')
    .addOption(gatewayOption())
    .option('--request', 'also send a request of one token by every protocol')
    .option('--model <model>', 'the model to ask')
    .action(run(async () => (await import('./commands/doctor.ts')).doctor));
  program
    .command('export')
    .description('write the files into a folder laid out like a home folder, for images and CI')
    .argument('<folder>')
    .addOption(agentOption())
    .addOption(gatewayOption())
    .addOption(keyOption())
    .action(run(async () => (await import('./commands/export.ts')).exportFiles));
  program
    .command('env')
    .description('print your environment variables, to be evaluated by a shell')
    .addOption(gatewayOption())
    .addOption(new Option('--shell <shell>', 'left out: yours').choices(['bash', 'fish', 'powershell']))
    .action(run(async () => (await import('./commands/env.ts')).printEnvironment));
  program
    .command('token')
    .description('print your client key, for agents that run a command for it')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./commands/token.ts')).printToken));
  program
    .command('open')
    .description('open the dashboard')
    .action(run(async () => (await import('./commands/open.ts')).openDashboard));
  addTokens(program, run);
  program
    .command('completion')
    .description('print a script that completes commands and options')
    .argument('<shell>', 'bash, zsh or fish')
    .action(
      run(async () => {
        const { printCompletion } = await import('./commands/completion.ts');
        return async (invocation, shell: string) => printCompletion(invocation, shell, program);
      }),
    );
}

function addTokens(program: Command, run: Run): void {
  const tokens = program.command('tokens').description('your access tokens: the machines that are signed in as you');
  tokens
    .command('list')
    .description('list access tokens')
    .action(run(async () => (await import('./commands/tokens.ts')).listTokens));
  tokens
    .command('revoke')
    .description('revoke an access token')
    .argument('<id-or-name>')
    .action(run(async () => (await import('./commands/tokens.ts')).revokeToken));
}
