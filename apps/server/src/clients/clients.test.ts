import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clients } from './clients.ts';
import { type Installed, install } from './install.ts';
import { createLaptop, type Finished, type Laptop } from './laptop.ts';
import { createSetting, type Setting } from './setting.ts';

// Each published client, configured by nothing but `gatehouse sync` in an empty home, against a gateway that watches.

const wanted = (process.env.GATEHOUSE_TEST_CLIENTS ?? '').split(/[\s,]+/);
const isWanted = ({ format, isOptional }: Client) => !isOptional || wanted.includes('all') || wanted.includes(format);

let setting: Setting;
beforeAll(async () => {
  setting = await createSetting();
}, 60_000);
afterAll(() => setting?.end());

describe.each(clients)('$format, $packages', (client) => {
  let installed: Installed = { ok: false, reason: 'large: GATEHOUSE_TEST_CLIENTS=all runs it' };
  let laptop: Laptop;
  beforeAll(async () => {
    if (isWanted(client)) installed = await install(...client.packages);
    laptop = await createLaptop({ url: setting.server.publicUrl, token: setting.token });
  }, 300_000);
  afterAll(() => laptop?.remove());

  const sync = (...args: string[]) => laptop.gatehouse('sync', '--agent', client.format, '--yes', ...args);
  const ask = (args: string[], env: Record<string, string> = {}) =>
    asking({ ...client, env: { ...client.env, ...env } }, installed, laptop, args);

  it('is configured by one command, with the own key and no other secret', async ({ skip }) => {
    if (!installed.ok) skip(installed.reason);
    for (const format of client.also ?? []) await laptop.gatehouse('sync', '--agent', format, '--yes');
    await client.prepare?.(laptop.home, installed.ok ? installed.folder : '');
    const outcome = await sync('--json');
    expect(outcome).toMatchObject({ code: 0 });
    for (const canary of setting.canaries) expect(outcome.stdout + outcome.stderr).not.toContain(canary);
  });

  it('lists the models that it was given', async ({ skip }) => {
    if (!installed.ok) skip(installed.reason);
    if (!client.list) return skip('this client has no such command');
    const { stdout, stderr } = await ask(client.list.args);
    for (const model of client.list.expected) expect(stdout + stderr).toContain(model);
    expect(stdout + stderr).not.toMatch(/text-embedding-3-large|whisper-1/);
  });

  it.each(client.prompts)('asks $model at $path', { timeout: 120_000 }, async ({ args, path, model }) => {
    if (!installed.ok) return;
    setting.gateway.seen.length = 0;
    const answer = await ask(args);
    const prompts = setting.gateway.seen.filter(({ method }) => method === 'POST');
    expect(prompts, printed(answer)).toContainEqual({
      method: 'POST',
      path: expect.stringMatching(path),
      key: setting.clientKey,
      model,
    });
    expect(prompts.filter(({ key }) => key !== setting.clientKey)).toEqual([]);
    expect(answer.stdout, printed(answer)).toContain('canned answer');
  });

  it('leaves nothing for a second sync to change', async ({ skip }) => {
    if (!installed.ok) skip(installed.reason);
    const again = await sync('--json');
    expect(JSON.parse(again.stdout), printed(again)).toMatchObject({ agents: [{ isChanged: false, files: [] }] });
  });

  it.runIf(client.placements).each(client.placements ?? [])(
    'finds the key by %s, with none in its files',
    { timeout: 120_000 },
    async (placement) => {
      const [prompt] = client.prompts;
      if (!installed.ok || !prompt) return;
      const outcome = await sync('--json', '--key', placement);
      expect(outcome, printed(outcome)).toMatchObject({ code: 0 });
      const { agents } = JSON.parse(outcome.stdout) as { agents: { files: { path: string }[] }[] };
      for (const { path } of agents.flatMap(({ files }) => files))
        expect(await readFile(path.replace(/^~/, laptop.home), 'utf8')).not.toContain(setting.clientKey);
      setting.gateway.seen.length = 0;
      const variables = placement === 'environment' ? { GATEHOUSE_API_KEY: setting.clientKey } : undefined;
      const answer = await ask(prompt.args, variables);
      const asked = setting.gateway.seen.filter(({ path }) => prompt.path.test(path));
      expect(
        asked.map(({ key }) => key),
        printed(answer),
      ).toContain(setting.clientKey);
      expect(answer.stdout, printed(answer)).toContain('canned answer');
    },
  );
});

async function asking(client: Client, installed: Installed, laptop: Laptop, args: string[]): Promise<Finished> {
  if (!installed.ok) throw new Error(installed.reason);
  const executable = resolve(installed.folder, client.executable);
  if (client.envFile) {
    const load = ['-c', `set -a; . ~/${client.envFile}; set +a; exec "$@"`, 'sh'];
    return laptop.run('/bin/sh', [...load, executable, ...args], client.env);
  }
  if (!client.node) return laptop.run(executable, args, client.env);
  return laptop.run(join(installed.folder, client.node), [executable, ...args], client.env);
}

const printed = ({ code, stdout, stderr }: Finished): string => `exit ${code}\n${stdout}\n${stderr}`.slice(0, 4000);
