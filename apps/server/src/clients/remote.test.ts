import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install } from './install.ts';
import { createLaptop, type Laptop } from './laptop.ts';
import { createSetting, type Setting } from './setting.ts';

// The two clients that can fetch what they need by themselves, without a file of ours.

let setting: Setting;
let laptop: Laptop;
beforeAll(async () => {
  setting = await createSetting();
  laptop = await createLaptop({ url: setting.server.publicUrl, token: setting.token });
}, 60_000);
afterAll(async () => {
  await laptop?.remove();
  await setting?.end();
});

const isAll = /\b(all|kimi)\b/.test(process.env.GATEHOUSE_TEST_CLIENTS ?? '');

describe('Kimi Code, given the registry', () => {
  it('imports the models of each protocol and asks the gateway', { timeout: 300_000 }, async ({ skip }) => {
    if (!isAll) return skip('large: GATEHOUSE_TEST_CLIENTS=all runs it');
    const installed = await install('@moonshot-ai/kimi-code@2.1.0', 'node@22.23.3');
    if (!installed.ok) return skip(installed.reason);
    const bin = join(installed.folder, 'node_modules/.bin');
    const kimi = (...args: string[]) => laptop.run(join(bin, 'node'), [join(bin, 'kimi'), ...args]);
    const registry = `${setting.server.publicUrl}/api/v1/remote/registry/api.json`;
    const added = await kimi('provider', 'add', registry, '--api-key', setting.clientKey);
    expect(added.code, added.stdout + added.stderr).toBe(0);
    // An import chooses no default, as its user does on first use.
    const config = join(laptop.home, '.kimi-code/config.toml');
    await writeFile(config, `default_model = "gatehouse/glm-4.7"\n${await readFile(config, 'utf8')}`);
    for (const [model, path] of [
      ['gatehouse/glm-4.7', '/v1/chat/completions'],
      ['gatehouse-anthropic/claude-sonnet-4-5', '/v1/messages'],
    ] as const) {
      setting.gateway.seen.length = 0;
      const answer = await kimi('-m', model, '-p', 'say hi');
      expect(answer.stdout, answer.stderr).toContain('canned answer');
      expect(setting.gateway.seen).toContainEqual(expect.objectContaining({ path, key: setting.clientKey }));
    }
  });
});

describe('OpenCode, signed in by its own command', () => {
  const env = {
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
  };

  it('gets the key from our command, its models from us, and asks the gateway', { timeout: 300_000 }, async ({
    skip,
  }) => {
    const installed = await install('opencode-ai@1.18.33');
    if (!installed.ok) return skip(installed.reason);
    const opencode = (...args: string[]) => laptop.run(join(installed.folder, 'node_modules/.bin/opencode'), args, env);
    const login = await opencode('auth', 'login', setting.server.publicUrl);
    expect(login.code, login.stdout + login.stderr).toBe(0);
    const listed = await opencode('models', 'gatehouse');
    expect(listed.stdout, listed.stderr).toContain('gatehouse/claude-sonnet-4-5');
    setting.gateway.seen.length = 0;
    const answer = await opencode('run', '--model', 'gatehouse/glm-4.7', 'say hi');
    expect(answer.stdout, answer.stderr).toContain('canned answer');
    expect(setting.gateway.seen).toContainEqual({
      method: 'POST',
      path: '/v1/chat/completions',
      key: setting.clientKey,
      model: 'glm-4.7',
    });
  });

  it('still starts when the key is gone', { timeout: 120_000 }, async ({ skip }) => {
    const installed = await install('opencode-ai@1.18.33');
    if (!installed.ok) return skip(installed.reason);
    await setting.revokeClientKey();
    const { code, stdout } = await laptop.run(join(installed.folder, 'node_modules/.bin/opencode'), ['models'], env);
    expect(code).toBe(0);
    expect(stdout).not.toContain('gatehouse/');
  });
});
