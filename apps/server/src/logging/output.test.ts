import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/index.ts';
import { fileOutput } from './output.ts';

let folder: string;
let path: string;
let fd: number;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'log');
  fd = openSync(path, 'a');
});
afterEach(async () => {
  closeSync(fd);
  await rm(folder, { recursive: true, force: true });
});

const written = () => readFileSync(path, 'utf8');

test('a line is written at once, after all that came before it', () => {
  const output = fileOutput(fd);
  output.writeSoon('first\n');
  output.write('second\n');
  expect(written()).toBe('first\nsecond\n');
});

test('lines that can wait are written at the end of the turn', async () => {
  const output = fileOutput(fd);
  output.writeSoon('first\n');
  output.writeSoon('second\n');
  expect(written()).toBe('');
  await turn();
  expect(written()).toBe('first\nsecond\n');
  output.writeSoon('third\n');
  await turn();
  expect(written()).toBe('first\nsecond\nthird\n');
});

test('many lines of one turn are all there', async () => {
  const output = fileOutput(fd);
  const lines = Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(200)}\n`);
  for (const line of lines) output.writeSoon(line);
  await turn();
  expect(written()).toBe(lines.join(''));
});

test('a reader who is slow gets everything, and one who has gone ends nothing', async () => {
  const script = `
    import { setImmediate as turn } from 'node:timers/promises';
    import { fileOutput } from ${JSON.stringify(new URL('./output.ts', import.meta.url).href)};
    const output = fileOutput(1);
    for (let index = 0; index < 200; index += 1) {
      output.writeSoon('x'.repeat(5000) + index + '\\n');
      await turn();
    }
    console.error('alive');`;
  const run = () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    child.stderr.setEncoding('utf8');
    return child;
  };
  const slow = run();
  let text = '';
  slow.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    slow.stdout.pause();
    setTimeout(() => slow.stdout.resume(), 1);
  });
  await once(slow, 'close');
  expect(text.split('\n').map((line) => line.slice(5000))).toEqual([
    ...Array.from({ length: 200 }, (_, index) => String(index)),
    '',
  ]);
  const gone = run();
  gone.stdout.destroy();
  let said = '';
  gone.stderr.on('data', (part: string) => {
    said += part;
  });
  await once(gone, 'close');
  expect(said).toContain('alive');
});
