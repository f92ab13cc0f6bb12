import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Logger } from '../logging/index.ts';

export type WebChild = { isUp(): boolean; stop(): Promise<void> };

export type WebChildOptions = {
  serverPath: string;
  port: number;
  env: Record<string, string>;
  log: Logger;
};

/** Without it a dashboard whose parent was killed would go on listening. The channel closes in any case. */
const endWithParent = 'data:text/javascript,process.once("disconnect",()=>process.exit(0))';

const longestPauseMs = 30_000;
/** After so long without a fall the next one counts as the first again. */
const steadyMs = 60_000;

/** Runs the built dashboard as a process of its own and starts it again, more slowly each time, when it dies. */
export function startWebChild(options: WebChildOptions): WebChild {
  let isStopped = false;
  let isUp = false;
  let falls = 0;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;

  const begin = () => {
    const startedAt = Date.now();
    const started = spawnServer(options);
    child = started;
    void untilAnswering(options.port, () => isStopped || started.exitCode !== null).then((answers) => {
      isUp = answers && child === started;
    });
    started.once('exit', (code, signal) => {
      isUp = false;
      if (isStopped) return;
      falls = Date.now() - startedAt > steadyMs ? 1 : falls + 1;
      const pauseMs = Math.min(longestPauseMs, 250 * 2 ** falls);
      options.log.error({ code, signal, pauseMs }, 'The dashboard ended unexpectedly; it is started again');
      timer = setTimeout(begin, pauseMs);
    });
  };
  begin();
  return {
    isUp: () => isUp,
    async stop() {
      isStopped = true;
      isUp = false;
      clearTimeout(timer);
      await endProcess(child);
    },
  };
}

function spawnServer({ serverPath, port, env, log }: WebChildOptions): ChildProcess {
  const child = spawn(process.execPath, ['--import', endWithParent, serverPath], {
    // Only what it needs: the secret keys and the database's address are none of its business.
    env: { ...inherited(), ...env, NODE_ENV: 'production', HOSTNAME: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.once('error', (error) => log.error({ err: error }, 'The dashboard cannot be started'));
  if (child.stdout) forwardLines(child.stdout, (line) => log.debug({ line }, 'dashboard'));
  if (child.stderr) forwardLines(child.stderr, (line) => log.warn({ line }, 'dashboard'));
  return child;
}

function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot', 'TEMP', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function forwardLines(stream: Readable, write: (line: string) => void): void {
  createInterface({ input: stream }).on('line', (line) => {
    if (line.trim() !== '') write(line);
  });
}

async function endProcess(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  // It waits for open connections, which are ours and idle by now.
  const timer = setTimeout(() => child.kill('SIGKILL'), 1000);
  await ended;
  clearTimeout(timer);
}

async function untilAnswering(port: number, hasEnded: () => boolean): Promise<boolean> {
  while (!hasEnded()) {
    const answer = await fetch(`http://127.0.0.1:${port}/favicon.ico`, { method: 'HEAD' }).catch(() => null);
    if (answer) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** A loopback port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port: 0 }, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
