import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLitellmDouble, versions } from '../litellm-double/index.ts';
import { driverContract } from './driver.ts';
import { keyContract } from './keys.ts';
import { modelContract } from './models.ts';
import { peopleContract } from './people.ts';
import { realTarget, type Target } from './target.ts';
import { teamsContract } from './teams.ts';
import { usageContract } from './usage.ts';
import { Wire } from './wire.ts';

const real = realTarget(process.env);
const targets: [name: string, start: () => Promise<Target>][] = real
  ? [['a real LiteLLM', async () => real]]
  : versions.map((version) => [
      `the LiteLLM double as ${version}`,
      async () => {
        const double = await startLitellmDouble({ version });
        return { url: double.url, masterKey: double.masterKey, isReal: false, stop: () => double.stop() };
      },
    ]);

/** Everything here holds for the double and for a real gateway alike; `npm run contract:litellm` checks the latter. */
describe.each(targets)('%s', (_name, start) => {
  let wire: Wire;

  beforeAll(async () => {
    wire = new Wire(await start());
  });
  afterAll(async () => {
    await wire.clean();
    await wire.target.stop();
  });

  test('says that it lives', async () => {
    const answer = await wire.send('GET', '/health/liveness');
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("I'm alive!")]);
    expect((await wire.send('GET', '/health/readiness')).json).toMatchObject({ status: expect.any(String) });
  });

  const subject = () => wire;
  describe('keys', () => keyContract(subject));
  describe('models', () => modelContract(subject));
  describe('people', () => peopleContract(subject));
  describe('teams', () => teamsContract(subject));
  describe('usage', () => usageContract(subject));
  describe('driver', () => driverContract(subject));
});
