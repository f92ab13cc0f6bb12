import { type ChildProcess, fork } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from '../../apps/server/esbuild-options.mjs';
import type { BareAnswer } from './bare.ts';
import type { Counters, Prepared } from './server.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const output = fileURLToPath(new URL('../../apps/server/dist/bench/', import.meta.url));

export type BenchGateway = { baseUrl: string; managementKey: string };

export type BenchInstallation = Prepared & {
  gateway: BenchGateway;
  bareUrl: string;
  /** From now on the bare server answers this. */
  setBareAnswer(answer: BareAnswer): Promise<void>;
  /** Statements, gateway calls and processor time of the server since it began. */
  counters(): Promise<Counters>;
  /** What the server measures of itself. */
  ask(question: 'invalidations' | 'commits'): Promise<Record<string, number>>;
  /** Writes that the gateway has seen since it began. */
  gatewayWrites(): Promise<number>;
  stop(): Promise<void>;
};

/** Server, gateway and bare server, each a process of its own and bundled like the product. `models`: so many more. */
export async function startInstallation(options: { people: number; models?: number }): Promise<BenchInstallation> {
  await bundle(['server', 'gateway', 'bare']);
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  await chmod(dataDir, 0o755);
  const [gateway, bare] = [begin('gateway', { BENCH_MODELS: String(options.models ?? 0) }), begin('bare')];
  const bareUrl = await hear<string>(bare);
  const bareGateway = await hear<BenchGateway>(gateway);
  const env = {
    BENCH_GATEWAY: JSON.stringify(bareGateway),
    BENCH_PEOPLE: String(options.people),
    GATEHOUSE_ROLES: 'api,jobs',
    GATEHOUSE_PORT: '0',
    GATEHOUSE_DATA_DIR: join(dataDir, 'data'),
    GATEHOUSE_PROVIDER_KEYS_PER_USER: '1000000',
  };
  const server = begin('server', env);
  const prepared = await hear<Prepared>(server);
  return {
    ...prepared,
    gateway: bareGateway,
    // Looking the name up is no part of what is measured.
    url: prepared.url.replace('localhost', '127.0.0.1'),
    bareUrl,
    async setBareAnswer(answer) {
      bare.send(answer);
      await hear(bare);
    },
    counters() {
      server.send('counters');
      return hear<Counters>(server);
    },
    ask(question) {
      server.send(question);
      return hear<Record<string, number>>(server);
    },
    gatewayWrites() {
      gateway.send('writes');
      return hear<number>(gateway);
    },
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.send('stop');
      await ended;
      gateway.disconnect();
      bare.disconnect();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One message from a process of its own, which begins with nothing compiled. */
export async function measureAlone<T>(name: string, ...args: string[]): Promise<T> {
  await bundle([name]);
  const child = begin(name, {}, args);
  const answer = await hear<T>(child);
  child.disconnect();
  return answer;
}

const bundle = (names: readonly string[]) =>
  build({ ...bundleOptions, entryPoints: names.map((name) => join(here, `${name}.ts`)), outdir: output });

const begin = (name: string, env: Record<string, string> = {}, args: string[] = []): ChildProcess =>
  fork(join(output, `${name}.js`), args, {
    env: { PATH: process.env.PATH, ...env },
    // Not those of this process, whose loader is no part of the product.
    execArgv: [],
    // Its log lines are written, as in production, but nobody reads them.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

function hear<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`A process of the measurement ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}
