import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand, type RunOptions } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';

let command: Command;
let server: StubServer;
const secret = 'sk-test-canary-of-a-provider-3003';

beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});
beforeEach(() => server.reset());

const run = (args: string[], options: RunOptions = {}) =>
  command.run(args, {
    ...options,
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person', ...options.env },
  });

describe('editing providers', () => {
  const add = (...args: string[]) =>
    run(['providers', 'add', 'xai', '--name', 'mine', '--key-stdin', ...args], {
      input: secret,
      env: { TEAM: 'sk-test-canary-of-a-header', PROXY: 'http://me:sk-test-canary-of-a-proxy@proxy.example:3128' },
    });
  const lastEdit = () => server.state.edits.at(-1);

  it('takes secrets of headers and proxies from variables only, and says none', async () => {
    const added = await add(
      '--header-env',
      'X-Team=TEAM',
      '--proxy-env',
      'PROXY',
      '--exclude',
      'grok-*',
      '--weight',
      '3',
    );
    expect(added).toMatchObject({ code: 0 });
    expect(added.stdout + added.stderr).not.toContain('canary');
    const typed = await add('--proxy-url', 'http://me:sk-test-typed-by-mistake@proxy.example');
    expect(typed).toMatchObject({ code: 2, stderr: expect.stringContaining('--proxy-env') });
    const unset = await add('--header-env', 'X-Team=NOT_SET_ANYWHERE');
    expect(unset).toMatchObject({ code: 2, stderr: expect.stringContaining('NOT_SET_ANYWHERE is not set') });
    expect((await add('--header-env', 'sk-test-typed-by-mistake')).stderr).not.toContain('by-mistake');
    expect(await add('--weight', 'heavy')).toMatchObject({ code: 2, stderr: expect.stringContaining('--weight') });
  });

  it('changes what is given, keeps other headers, and takes away what is named', async () => {
    await add('--header-env', 'X-Team=TEAM');
    const edited = await run(['providers', 'edit', 'mine', '--prefix', 'p', '--header-env', 'X-More=TEAM'], {
      env: { TEAM: 'sk-test-canary-of-a-header' },
    });
    expect(edited).toMatchObject({ code: 0, stderr: expect.stringContaining('applied') });
    expect(lastEdit()).toMatchObject({
      version: 1,
      prefix: 'p',
      headers: [{ name: 'X-Team' }, { name: 'X-More', value: 'sk-test-canary-of-a-header' }],
    });
    await run(['providers', 'edit', 'mine', '--remove-header', 'x-team', '--clear', 'prefix', 'models']);
    expect(lastEdit()).toMatchObject({ version: 2, prefix: null, models: [], headers: [{ name: 'X-More' }] });
    await run(['providers', 'edit', 'mine', '--key-stdin'], { input: 'sk-test-another-key-5005' });
    expect(lastEdit()).toMatchObject({ apiKey: 'sk-test-another-key-5005' });
    const nothing = await run(['providers', 'edit', 'mine']);
    expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing to change') });
  });

  it('switches off and on, and lists what is off', async () => {
    await add();
    const off = await run(['providers', 'disable', 'mine']);
    expect(off).toMatchObject({ code: 0, stderr: expect.stringContaining('switched off') });
    expect((await run(['providers', 'list'])).stdout).toContain('off, applied');
    const on = await run(['providers', 'enable', 'mine', '--json']);
    expect(JSON.parse(on.stdout)).toMatchObject({ providerKey: { name: 'mine', isDisabled: false } });
  });

  it('edits custom providers, and refuses what they do not have', async () => {
    const custom = ['custom', '--name', 'acme', '--base-url', 'https://acme.example/v1', '--model', 'm=a', '--keyless'];
    expect(await run(['providers', 'add', ...custom])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('keyless'),
    });
    await run(['providers', 'edit', 'acme', '--name', 'Acme', '--model', 'n=b', '--priority', '2']);
    expect(lastEdit()).toMatchObject({ displayName: 'Acme', models: [{ name: 'n', alias: 'b' }], priority: 2 });
    const refused = await run(['providers', 'edit', 'acme', '--weight', '3']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--weight does not apply') });
  });
});
