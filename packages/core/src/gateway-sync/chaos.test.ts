import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

// The chaos command, short. Longer: npm run chaos -- --operations 5000 --seed 7 --instances 2

const script = fileURLToPath(new URL('../../../../scripts/chaos.ts', import.meta.url));

function chaos(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

it('loses nothing, leaves nothing behind and harms nobody while everything breaks', { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await chaos(['--operations', '150', '--seed', '11', '--pace', '12', '--json']);
  const lines = stdout.trim().split('\n');
  expect(lines, stderr).toHaveLength(1);
  const report = JSON.parse(lines[0] ?? '');
  expect(report, stderr).toMatchObject({
    lost: 0,
    missing: 0,
    leftOver: 0,
    duplicates: 0,
    foreignHarmed: 0,
    everOpen: 0,
    writersAtOnce: 0,
    ownBans: 0,
    idleWrites: 0,
    surprises: 0,
    seed: 11,
  });
  expect(report.acknowledged).toBeGreaterThan(100);
  expect(Object.keys(report.faults).length).toBeGreaterThan(8);
  expect(report.convergenceP99Ms).toBeGreaterThanOrEqual(report.convergenceP50Ms);
  expect(report.gatewayWritesPerOperation).toBeGreaterThan(0);
  expect(code).toBe(0);
});

it('names what it does not understand', async () => {
  expect(await chaos(['--operations', 'many'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
});
