import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// The chaos command, short. Longer: npm run chaos -- --operations 5000 --seed 7 --instances 2

const script = fileURLToPath(new URL('../../../../scripts/chaos.ts', import.meta.url));

function chaos(args: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const given = ['--import', import.meta.resolve('tsx'), script, ...args.split(' ')];
    execFile(process.execPath, given, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

async function report(args: string) {
  const { code, stdout, stderr } = await chaos(`${args} --json`);
  const lines = stdout.trim().split('\n');
  expect(lines, stderr).toHaveLength(1);
  return { code, stderr, figures: JSON.parse(lines[0] ?? '') };
}

const unharmed = {
  lost: 0,
  missing: 0,
  leftOver: 0,
  duplicates: 0,
  foreignHarmed: 0,
  everOpen: 0,
  misgiven: 0,
  writersAtOnce: 0,
  writesWithoutTurn: 0,
  ownBans: 0,
  idleWrites: 0,
  surprises: 0,
};

describe('the chaos command', { timeout: 180_000 }, () => {
  it('loses nothing, leaves nothing behind and harms nobody while everything breaks, at gateways of both kinds', async () => {
    const { figures, stderr, code } = await report('--operations 150 --seed 11 --pace 12');
    expect(figures, stderr).toMatchObject({ ...unharmed, seed: 11, gateways: 3 });
    expect(figures.acknowledged).toBeGreaterThan(100);
    expect(Object.keys(figures.faults).length).toBeGreaterThan(8);
    expect(figures.convergenceP99Ms).toBeGreaterThanOrEqual(figures.convergenceP50Ms);
    expect(figures.gatewayWritesPerOperation).toBeGreaterThan(0);
    expect(code).toBe(0);
  });

  it('two instances on one database under load: nothing lost, one writer per gateway at any time', async () => {
    const { figures, stderr, code } = await report('--operations 200 --seed 12 --instances 2 --pace 4');
    expect(figures, stderr).toMatchObject({ ...unharmed, instances: 2 });
    expect(figures.acknowledged).toBeGreaterThan(100);
    expect(figures.gatewayWrites).toBeGreaterThan(20);
    expect(code).toBe(0);
  });

  it('shrinks a failure to the steps that matter, and replays it', async () => {
    const broken = '--operations 20 --seed 3 --pace 4 --gateways 1 --sabotage lose';
    const { figures, stderr, code } = await report(`${broken} --shrink --tries 8`);
    expect(figures.lost, stderr).toBeGreaterThan(0);
    expect(code).toBe(1);
    const [, enough, of, replay] = /(\d+) of (\d+) steps are enough: npm run chaos -- (.*)/.exec(stderr) ?? [];
    expect(Number(enough)).toBeLessThan(Number(of) / 2);
    const again = await report(replay ?? '');
    expect(again.figures.lost, again.stderr).toBeGreaterThan(0);
    expect(again.figures.operations).toBeLessThan(figures.operations);
    const whole = await report(replay?.replace(' --sabotage lose', '') ?? '');
    expect(whole.figures, whole.stderr).toMatchObject(unharmed);
  });

  it.each([
    // Slow enough for keys to reach the gateway before they are taken back.
    ['forget', 'leftOver', '--operations 90 --seed 4 --pace 40'],
    ['trample', 'foreignHarmed', '--operations 30 --seed 3 --pace 4'],
  ])('notices a build that is broken: %s', async (sabotage, figure, args) => {
    const { figures, stderr } = await report(`${args} --gateways 1 --sabotage ${sabotage}`);
    expect(figures[figure], stderr).toBeGreaterThan(0);
  });

  it('names what it does not understand', async () => {
    expect(await chaos('--operations many')).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
    expect(await chaos('--only first')).toMatchObject({ code: 2, stderr: expect.stringContaining('--only') });
  });
});
