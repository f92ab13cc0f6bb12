import { bundleChoices, type EditedBundleChoices, editedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getBundle } from '../bundles/index.ts';
import { createClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider } from '../custom-providers/index.ts';
import { createSealer, newSecretKey, parseSecretKeys, resealAll } from '../secrets/index.ts';
import { effectiveChoices } from '../sharing/index.ts';
import { createTestGateway, databaseText, type TestGateway } from '../testing/index.ts';
import {
  getBundleChoices,
  getGatewayExclusions,
  readChoices,
  sealedColumns,
  updateBundleChoices,
  updateGatewayExclusions,
} from './index.ts';

const canary = 'sk-test-canary-of-a-variable';
const sealingKey = newSecretKey();
const choices = (given: Record<string, unknown>): EditedBundleChoices => editedBundleChoices.parse(given);
const withServer = (value: string | null) =>
  choices({ mcpServers: { github: { type: 'local', command: ['npx', 'server'], environment: { API_TOKEN: value } } } });

let rig: TestGateway;
beforeAll(async () => {
  rig = await createTestGateway({}, { sealer: createSealer(parseSecretKeys(sealingKey)) });
  const everything = ['claude-sonnet-4-5', 'gpt-5', 'gpt-5-mini', 'text-embedding-3-large'];
  await contributeCustomProvider(rig.asOwner, {
    name: 'all',
    displayName: 'All',
    baseUrl: 'https://upstream.example.com/v1',
    apiKey: 'sk-test-upstream-of-all',
    models: everything.map((name) => ({ name, alias: name })),
    waitMs: 0,
  });
  await rig.settle();
  await rig.converge();
});
afterAll(() => rig?.destroy());

const person = async () => rig.contextOf(await rig.createUser());
const userOf = ({ actor }: Context): string => (actor.type === 'user' ? actor.userId : '');

describe('the own choices', () => {
  it('begin empty, and are replaced by an edit of the version that was read', async () => {
    const ctx = await person();
    expect(await getBundleChoices(ctx)).toEqual({
      version: 0,
      updatedAt: null,
      choices: bundleChoices.parse({}),
      problems: [],
      teamExclusions: [],
    });
    const saved = await updateBundleChoices(ctx, { version: 0, choices: choices({ defaultModel: 'gpt-5' }) });
    expect(saved).toMatchObject({ version: 1, choices: { defaultModel: 'gpt-5' } });
    expect(await getBundleChoices(ctx)).toEqual(saved);
  });

  it('refuse an edit of an older version, and one of two at once', async () => {
    const ctx = await person();
    const edit = (version: number, defaultModel: string) =>
      updateBundleChoices(ctx, { version, choices: choices({ defaultModel }) });
    const first = await Promise.allSettled([edit(0, 'a'), edit(0, 'b'), edit(0, 'c')]);
    expect(first.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(edit(0, 'd')).rejects.toMatchObject({ payload: { code: 'edit_conflict', details: { version: 1 } } });
    expect((await getBundleChoices(ctx)).version).toBe(1);
  });

  it('keep a value that an edit does not give, forget one that it leaves out, and show none', async () => {
    const ctx = await person();
    const shown = await updateBundleChoices(ctx, { version: 0, choices: withServer(canary) });
    expect(JSON.stringify(shown)).not.toContain(canary);
    expect(shown.choices.mcpServers.github).toMatchObject({ environment: { API_TOKEN: null } });
    await updateBundleChoices(ctx, { version: 1, choices: withServer(null) });
    expect(await writtenValue(ctx)).toBe(canary);

    await updateBundleChoices(ctx, { version: 2, choices: choices({}) });
    await expect(updateBundleChoices(ctx, { version: 3, choices: withServer(null) })).rejects.toMatchObject({
      payload: { code: 'choices_refused', message: expect.stringContaining('mcpServers.github.API_TOKEN') },
    });
    expect((await getBundleChoices(ctx)).version).toBe(3);
  });

  it('rest sealed, and are sealed again with a new key', async () => {
    const ctx = await person();
    await updateBundleChoices(ctx, { version: 0, choices: withServer(canary) });
    const text = await databaseText(rig.services.db);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(Buffer.from(canary).toString('hex'));
    const both = createSealer(parseSecretKeys(`${newSecretKey()} ${sealingKey}`));
    expect(await resealAll(rig.services.db, both, sealedColumns)).toBeGreaterThan(0);
    const { values } = await readChoices({ db: rig.services.db, sealer: both }, userOf(ctx));
    expect(values).toEqual({ github: { API_TOKEN: canary } });
  });

  it('tell the audit log what changed by name', async () => {
    const ctx = await person();
    await updateBundleChoices(ctx, { version: 0, choices: choices({ ...withServer(canary), smallModel: 'gpt-5' }) });
    await updateBundleChoices(ctx, {
      version: 1,
      choices: choices({ ...withServer(`${canary}-2`), smallModel: 'gpt-5' }),
    });
    const rows = await rig.services.db
      .selectFrom('audit_entries')
      .select('details')
      .where('action', '=', 'bundle-choices.updated')
      .where('actor_user_id', '=', userOf(ctx))
      .orderBy('id')
      .execute();
    expect(rows.map(({ details }) => details)).toEqual([
      { version: 1, changed: 'mcpServers.github, smallModel' },
      { version: 2, changed: 'mcpServers.github' },
    ]);
  });

  it('take models that may come, and say what will not work', async () => {
    const ctx = await person();
    const { problems } = await updateBundleChoices(ctx, {
      version: 0,
      choices: choices({
        defaultModel: 'kimi-k9',
        smallModel: 'gpt-5-mini',
        agents: { oracle: { models: ['text-embedding-3-large', 'gpt-5'] } },
        exclusions: ['gpt-*-mini'],
        mcpServers: { files: { type: 'local', command: [' '], environment: { TOKEN: '' } } },
      }),
    });
    expect(problems.map(({ code, at }) => [code, at])).toEqual([
      ['model-unknown', 'defaultModel'],
      ['model-excluded', 'smallModel'],
      ['model-not-chat', 'agents.oracle'],
      ['command-empty', 'mcpServers.files'],
      ['value-empty', 'mcpServers.files'],
    ]);
  });

  it('keep one of each', async () => {
    const ctx = await person();
    const { choices: saved } = await updateBundleChoices(ctx, {
      version: 0,
      choices: choices({
        exclusions: ['a', '!b', 'a'],
        plugins: ['one@1.0.0', '@two/two@2.0.0', 'one@1.1.0'],
        agents: { oracle: { models: ['gpt-5', 'gpt-5', 'glm-5'] } },
      }),
    });
    expect(saved).toMatchObject({
      exclusions: ['!b', 'a'],
      plugins: ['@two/two@2.0.0', 'one@1.1.0'],
      agents: { oracle: { models: ['gpt-5', 'glm-5'] } },
    });
  });
});

/** As a bundle would write it. */
async function writtenValue(ctx: Context): Promise<string | undefined> {
  const userId = userOf(ctx);
  const server = (await effectiveChoices(ctx, { userId, gatewayId: rig.gateway.id })).mcpServers.github;
  return server?.type === 'local' ? server.environment.API_TOKEN : undefined;
}

describe('the exclusions of a gateway', () => {
  it('are seen by everybody, and edited by who may update the gateway', async () => {
    const [member, operator] = [await person(), rig.contextOf(await rig.createUser({ role: 'operator' }))];
    const gatewayId = rig.gateway.id;
    const input = { gatewayId, version: 0, exclusions: ['claude-*', 'gpt-4*', 'claude-*'] };
    await expect(updateGatewayExclusions(member, input)).rejects.toMatchObject({ payload: { code: 'forbidden' } });
    expect(await updateGatewayExclusions(operator, input)).toMatchObject({
      version: 1,
      exclusions: ['gpt-4*', 'claude-*'],
    });
    await expect(updateGatewayExclusions(operator, input)).rejects.toMatchObject({
      payload: { code: 'edit_conflict', details: { version: 1 } },
    });
    expect(await getGatewayExclusions(member, { gatewayId })).toMatchObject({
      version: 1,
      exclusions: ['gpt-4*', 'claude-*'],
    });
    await updateGatewayExclusions(operator, { gatewayId, version: 1, exclusions: [] });
  });

  it('reach every bundle at once, whatever a person takes back; without a change nothing is asked', async () => {
    const [member, operator] = [await person(), rig.contextOf(await rig.createUser({ role: 'operator' }))];
    await createClientKey(member, { name: 'Laptop', waitMs: 0 });
    const bundle = () => getBundle(member, { format: 'opencode', keyPlacement: 'inline' });
    const hasClaude = async () => (await bundle()).files[0]?.content.includes('claude-sonnet-4-5');
    await updateBundleChoices(member, { version: 0, choices: choices({ exclusions: ['!claude-*'] }) });
    expect(await hasClaude()).toBe(true);

    const before = rig.statementCount();
    const warm = await bundle();
    expect(await bundle()).toBe(warm);
    expect(rig.statementCount()).toBe(before);

    const { version } = await getGatewayExclusions(member, { gatewayId: rig.gateway.id });
    await updateGatewayExclusions(operator, { gatewayId: rig.gateway.id, version, exclusions: ['CLAUDE*'] });
    expect(await hasClaude()).toBe(false);
    await updateGatewayExclusions(operator, { gatewayId: rig.gateway.id, version: version + 1, exclusions: [] });
    expect(await hasClaude()).toBe(true);
  });

  it('drop the bundles of one person only when that person chooses', async () => {
    const [one, other] = [await person(), await person()];
    for (const ctx of [one, other]) await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
    const bundleOf = (ctx: typeof one) => getBundle(ctx, { format: 'opencode', keyPlacement: 'inline' });
    const [before, kept] = [await bundleOf(one), await bundleOf(other)];
    await updateBundleChoices(one, { version: 0, choices: choices({ exclusions: ['gpt-5'] }) });
    expect((await bundleOf(one)).revision).not.toBe(before.revision);
    const statements = rig.statementCount();
    expect(await bundleOf(other)).toBe(kept);
    expect(rig.statementCount()).toBe(statements);
  });
});
