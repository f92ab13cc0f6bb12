import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../cli/dist/gatehouse.js', import.meta.url));

export type Finished = { code: number | null; stdout: string; stderr: string };

/** An empty home folder with the built command in it, and a project to work in. */
export type Laptop = {
  home: string;
  gatehouse(...args: string[]): Promise<Finished>;
  /** With the environment of this laptop and nothing of the machine's but its path. */
  run(executable: string, args: string[], env?: Record<string, string>): Promise<Finished>;
  remove(): Promise<void>;
};

export async function createLaptop(server: { url: string; token: string }): Promise<Laptop> {
  if (!existsSync(command)) throw new Error(`${command} is missing: run “npx pnpm@12.21.0 run build” first.`);
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-laptop-'));
  const [project, bin] = [join(home, 'project'), join(home, 'bin')];
  await Promise.all([mkdir(project), mkdir(bin)]);
  const shim = `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`;
  await writeFile(join(bin, 'gatehouse'), shim, { mode: 0o755 });
  const base = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: home,
    TERM: 'dumb',
    GATEHOUSE_URL: server.url,
    GATEHOUSE_TOKEN: server.token,
    // Nothing is fetched from anywhere, and nobody is told.
    npm_config_fetch_retries: '0',
    DO_NOT_TRACK: '1',
  };
  const run: Laptop['run'] = (executable, args, env = {}) => finish(executable, args, { ...base, ...env }, project);
  return {
    home,
    run,
    gatehouse: (...args) => run(process.execPath, [command, ...args]),
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const patienceMs = 90_000;

function finish(executable: string, args: string[], env: Record<string, string>, cwd: string): Promise<Finished> {
  // Clients leave children behind: they are in a group of their own, which is ended as a whole.
  const child = spawn(executable, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const result: Finished = { code: null, stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      result[name] += text;
    });
  const end = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of them have ended.
    }
  };
  const patience = setTimeout(end, patienceMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(patience);
      result.code = code;
      // What it has written may still be on its way; children that hold the pipes may not keep us.
      setTimeout(() => {
        end();
        resolve(result);
      }, 100);
    });
  });
}
