import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Built = { outfile: string; inputs: string[] };
type Build = { buildCommand: (outfile: string) => Promise<Built> };

export type Finished = { code: number | null; stdout: string; stderr: string };
export type RunOptions = {
  env?: Record<string, string>;
  input?: string;
  /** Called with all that was written to the standard error so far. */
  onStderr?: (text: string, child: { interrupt(): void }) => void;
};

/** The built command in an empty home folder, as a child process without a terminal. */
export type Command = {
  home: string;
  /** The command itself. */
  outfile: string;
  inputs: string[];
  run(args: string[], options?: RunOptions): Promise<Finished>;
  emptyHome(): Promise<void>;
  remove(): Promise<void>;
};

export async function createCommand(): Promise<Command> {
  const root = await mkdtemp(join(tmpdir(), 'gatehouse-cli-'));
  const { buildCommand } = (await import(new URL('../../build.mjs', import.meta.url).href)) as Build;
  const { outfile, inputs } = await buildCommand(join(root, 'gatehouse.mjs'));
  const command: Command = {
    home: join(root, 'home-0'),
    outfile,
    inputs,
    run: (args, options) => run(outfile, command.home, args, options),
    async emptyHome() {
      command.home = await mkdtemp(join(root, 'home-'));
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
  await command.emptyHome();
  return command;
}

function run(outfile: string, home: string, args: string[], options: RunOptions = {}): Promise<Finished> {
  const env = { PATH: process.env.PATH ?? '', HOME: home, ...options.env };
  const child = spawn(process.execPath, [outfile, ...args], { env, cwd: home, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onStderr?.(stderr, { interrupt: () => child.kill('SIGINT') });
  });
  // The command may end before it has read what was piped in.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
