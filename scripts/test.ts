import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';
import { run } from './run.ts';

// Everything that has to hold, in the order in which a failure is cheapest to learn of. The last line counts.
const report = join(tmpdir(), `gatehouse-test-${process.pid}.json`);
const chromium = findChromium();
const stages = {
  check: await run('pnpm', ['run', '--silent', 'check:all']),
  build: await run('pnpm', ['run', '--silent', 'build']),
  tests: await run(
    'pnpm',
    ['exec', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    chromium === null ? {} : { GATEHOUSE_TEST_CHROMIUM: chromium },
  ),
};
if (chromium === null)
  console.log('skipped: the tests in a browser. Install chromium (Debian: apt-get install chromium) to run them.');
for (const [name, isGood] of Object.entries(stages)) if (!isGood) console.error(`failed: ${name}`);

const { passed, failed, skipped } = readCounts();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = Object.values(stages).every(Boolean) && passed > 0 ? 0 : 1;

function readCounts(): { passed: number; failed: number; skipped: number } {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return {
    passed: result.numPassedTests,
    // A file that does not even load counts as one failure.
    failed: result.numFailedTests + (result.numFailedTests === 0 ? result.numFailedTestSuites : 0),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
