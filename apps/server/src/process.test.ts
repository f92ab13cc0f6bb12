import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** Runs the program in a process of its own; `onLine` hears what it prints and may send it signals. */
function run(
  args: string[],
  onLine: (line: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
  env = {},
) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hear = (text: string) => {
    output += text;
    for (const line of text.split('\n')) if (line !== '') onLine(line, (signal) => child.kill(signal));
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** A process that says when it is up and how it is asked to stop. */
const program = (stop: string, then = '') => [
  '--input-type=module',
  '-e',
  `import { endWithSignals } from ${source('./process.ts')};
   const line = (level) => (facts, message) => console.log(level, message, facts.err?.message ?? '');
   endWithSignals({ info: line('info'), warn: line('warn'), error: line('error') }, async () => { ${stop} });
   setInterval(() => {}, 1000);
   console.log('up');
   ${then}`,
];

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends well on %s', async (signal) => {
    const { code, output } = await run(program("console.log('stopped'); return true;"), (line, kill) => {
      if (line === 'up') kill(signal);
    });
    expect(output).toContain('stopped');
    expect(code).toBe(0);
  });

  it('tells by its exit code that it did not end well', async () => {
    const { code } = await run(program('return false;'), (line, kill) => {
      if (line === 'up') kill('SIGTERM');
    });
    expect(code).toBe(1);
  });

  it('ends at once on a second signal', async () => {
    const { code } = await run(program("console.log('stopping'); return new Promise(() => {});"), (line, kill) => {
      if (line === 'up' || line === 'stopping') kill('SIGTERM');
    });
    expect(code).toBe(1);
  });

  it.each([
    ['an exception', "setImmediate(() => { throw new Error('a bug'); });"],
    ['a rejection', "void Promise.reject(new Error('a bug'));"],
  ])('logs %s that nobody caught and ends the same way', async (_, bug) => {
    const { code, output } = await run(program("console.log('stopped'); return true;", bug));
    expect(output).toContain('error An error that nobody caught a bug');
    expect(output).toContain('stopped');
    expect(code).toBe(1);
  });
});

describe('the program', () => {
  const main = [fileURLToPath(new URL('./main.ts', import.meta.url))];

  it('names every variable that is wrong and begins nothing', async () => {
    const { code, output } = await run(main, undefined, { GATEHOUSE_PORT: 'canary', GATEHOUSE_ROLLS: 'canary' });
    expect(code).toBe(1);
    expect(output).toContain('GATEHOUSE_PORT must be');
    expect(output).toContain('Did you mean GATEHOUSE_ROLES?');
    expect(output).not.toContain('canary');
  });

  it('says how it is used', async () => {
    const { code, output } = await run([...main, 'cook']);
    expect(code).toBe(1);
    expect(output).toContain('Usage: node dist/main.js [start | demo | migrate]');
  });
});
