import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const artifacts = {
  server: built('server/dist/main.js'),
  web: built('web/.next/standalone/apps/web/server.js'),
  cli: built('cli/dist/gatehouse.js'),
};

export type Finished = { code: number | null; stdout: string; stderr: string };

/** The built product as `npm start` runs it, in a data folder of its own. */
export type Product = {
  url: string;
  setupLink: string;
  /** All that it printed so far. */
  output(): string;
  stop(): Promise<void>;
};

export async function startProduct(): Promise<Product> {
  for (const path of Object.values(artifacts))
    if (!existsSync(path)) throw new Error(`${path} is missing: run “npx pnpm@12.21.0 run build” first.`);
  const root = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'));
  // Under root the database runs as somebody else, who has to get through.
  await chmod(root, 0o755);
  const child = spawn(process.execPath, [artifacts.server], {
    env: { PATH: process.env.PATH, GATEHOUSE_DATA_DIR: join(root, 'data'), GATEHOUSE_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const stop = async () => {
    await end(child);
    await rm(root, { recursive: true, force: true });
  };
  try {
    const setupLink = await until(
      () => /http:\/\/localhost:\d+\/setup#\S+/.exec(output)?.[0],
      child,
      () => output,
    );
    const url = new URL(setupLink).origin;
    await until(
      async () => ((await fetch(`${url}/sign-in`)).ok ? true : undefined),
      child,
      () => output,
    );
    return { url, setupLink, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The built command with this home folder and no terminal. */
export function gatehouse(
  home: string,
  args: string[],
  onOutput: (text: string) => void = () => undefined,
): Promise<Finished> {
  const child = spawn(process.execPath, [artifacts.cli, ...args], {
    env: { PATH: process.env.PATH, HOME: home },
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result: Finished = { code: null, stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      result[name] += text;
      onOutput(result.stdout + result.stderr);
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...result, code }));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

async function until<T>(
  read: () => T | undefined | Promise<T | undefined>,
  child: ChildProcess,
  output: () => string,
): Promise<T> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const value = await read();
    if (value !== undefined) return value;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The product did not start:\n${output()}`);
}
