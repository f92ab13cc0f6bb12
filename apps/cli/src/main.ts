import { CommanderError } from 'commander';
import { exitCodes } from './failures/exit-codes.ts';
import { foldersOf } from './files/folders.ts';
import type { GlobalOptions, Invocation } from './invocation.ts';
import { buildProgram } from './program.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';

/** Put in by the build, from package.json. */
declare const GATEHOUSE_VERSION: string;

const { env, stdin, stdout, stderr, argv } = process;
let terminal = terminalFor({ json: argv.includes('--json'), color: !argv.includes('--no-color') });

// A reader that has seen enough, as in `gatehouse models list | head`, is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exitCodes.internal));
stderr.on('error', () => undefined);

process.exitCode = await main();

async function main(): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(GATEHOUSE_VERSION, open, (code) => {
    exitCode = code;
  });
  // What is wrong is told once, by `reportFailure`.
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command.configureOutput({ outputError: () => undefined });
  }
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return conclude(error);
  }
}

function open(options: GlobalOptions): Invocation {
  terminal = terminalFor(options);
  const profile = options.profile?.trim() || env.GATEHOUSE_PROFILE?.trim();
  return { version: GATEHOUSE_VERSION, env, options, folders: foldersOf(env, profile), terminal, stdin };
}

function terminalFor(options: GlobalOptions): Terminal {
  return openTerminal({ stdin, stdout, stderr }, env, {
    isJson: options.json === true,
    isColorWanted: options.color !== false,
  });
}

async function conclude(error: unknown): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // `gatehouse` or `gatehouse keys` alone: the help that was shown says it all.
    if (error.code === 'commander.help') {
      if (terminal.isJson) terminal.json({ error: { kind: 'invalid', code: null, message: 'Say which command.' } });
      return exitCodes.invalid;
    }
  }
  const { reportFailure } = await import('./failures/report.ts');
  const { usageFailure } = await import('./usage-failure.ts');
  const failure = error instanceof CommanderError ? usageFailure(error) : error;
  return reportFailure(failure, terminal, Boolean(env.GATEHOUSE_DEBUG));
}
