import { editedBundleChoices, isExcluded } from '@gatehouse/contracts/bundle-choices';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getBundle, getBundleRevision, peekBundleRevision } from '../bundles/index.ts';
import { createClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider } from '../custom-providers/index.ts';
import { removeTeam, removeTeamMember } from '../membership/index.ts';
import { addTeamMember, createTeam, updateTeam } from '../teams/index.ts';
import { createTestGateway, type TestGateway } from '../testing/index.ts';
import { getBundleChoices, updateBundleChoices, updateGatewayExclusions } from './index.ts';
import { excludedByTeams } from './team-exclusions.ts';

const everything = ['claude-opus-4-1', 'claude-sonnet-4-5', 'gpt-5', 'gpt-5-mini', 'grok-4'];
const bundle = { format: 'opencode', keyPlacement: 'inline' } as const;

let rig: TestGateway;
beforeAll(async () => {
  rig = await createTestGateway();
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

async function person(): Promise<Context> {
  const ctx = rig.contextOf(await rig.createUser());
  await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
  return ctx;
}
const idOf = ({ actor }: Context): string => (actor.type === 'user' ? actor.userId : '');
const join = (teamId: string, { actor }: Context) =>
  addTeamMember(rig.asOwner, { teamId, email: actor.type === 'user' ? actor.email : '', role: 'member' });
const leave = (teamId: string, ctx: Context) => removeTeamMember(rig.asOwner, { teamId, userId: idOf(ctx) });

let count = 0;
async function teamThatExcludes(...exclusions: string[]) {
  count += 1;
  const { id } = await createTeam(rig.asOwner, { name: `Team ${count}`, description: '' });
  return updateTeam(rig.asOwner, { id, version: 1, exclusions });
}
const offered = async (ctx: Context) => {
  const content = (await getBundle(ctx, bundle)).files[0]?.content ?? '';
  return everything.filter((model) => content.includes(`"${model}"`));
};

describe('what a team excludes', () => {
  it('is left out of the bundles of its members, whatever they take back', async () => {
    const ctx = await person();
    const team = await teamThatExcludes('CLAUDE-*', 'gpt-5-*');
    await join(team.id, ctx);
    await updateBundleChoices(ctx, { version: 0, choices: editedBundleChoices.parse({ exclusions: ['!claude-*'] }) });
    expect(await offered(ctx)).toEqual(['gpt-5', 'grok-4']);
  });

  it('adds to what the person, their other teams and the gateway exclude', async () => {
    const ctx = await person();
    await join((await teamThatExcludes('claude-opus-*')).id, ctx);
    await join((await teamThatExcludes('grok-*')).id, ctx);
    await updateBundleChoices(ctx, { version: 0, choices: editedBundleChoices.parse({ exclusions: ['gpt-5'] }) });
    const gatewayId = rig.gateway.id;
    await updateGatewayExclusions(rig.asOwner, { gatewayId, version: 0, exclusions: ['*-mini'] });
    expect(await offered(ctx)).toEqual(['claude-sonnet-4-5']);
    await updateGatewayExclusions(rig.asOwner, { gatewayId, version: 1, exclusions: [] });
    expect(await offered(ctx)).toEqual(['claude-sonnet-4-5', 'gpt-5-mini']);
  });

  it('is told with the choices: which team leaves out which models, and what of the choices that touches', async () => {
    const ctx = await person();
    const [team, empty] = [await teamThatExcludes('claude-*', 'nothing-*'), await teamThatExcludes()];
    for (const { id } of [team, empty]) await join(id, ctx);
    const saved = await updateBundleChoices(ctx, {
      version: 0,
      choices: editedBundleChoices.parse({ defaultModel: 'claude-opus-4-1', smallModel: 'gpt-5-mini' }),
    });
    expect(saved.teamExclusions).toEqual([
      {
        teamId: team.id,
        teamName: team.name,
        exclusions: ['claude-*', 'nothing-*'],
        models: ['claude-opus-4-1', 'claude-sonnet-4-5'],
      },
    ]);
    expect(saved.problems).toEqual([
      {
        code: 'model-excluded',
        at: 'defaultModel',
        message: `Your team “${team.name}” leaves out “claude-opus-4-1”, so it is not used.`,
      },
    ]);
    expect(await getBundleChoices(ctx)).toEqual(saved);
  });

  it('is a model of at least one of their patterns, however many teams there are', () => {
    const pattern = fc.constantFrom('*', 'claude-*', '*-mini', 'gpt-5', 'GROK-*', 'none');
    const teams = fc.array(fc.array(pattern, { maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(teams, (lists) => {
        const named = lists.map((exclusions, index) => ({ teamId: `${index}`, teamName: `${index}`, exclusions }));
        const told = new Set(excludedByTeams(named, everything).flatMap(({ models }) => models));
        for (const model of everything)
          expect(told.has(model)).toBe(lists.flat().some((each) => isExcluded([each], model)));
        expect([...told].every((model) => isExcluded(lists.flat(), model))).toBe(true);
      }),
    );
  });
});

describe('kept bundles', () => {
  const peek = (ctx: Context) => peekBundleRevision(ctx, bundle);
  const warm = async (ctx: Context) => {
    const revision = await getBundleRevision(ctx, bundle);
    expect(peek(ctx)).toBe(revision);
    return revision;
  };

  it('of exactly the members are dropped when what the team excludes changes', async () => {
    const [one, other, stranger] = [await person(), await person(), await person()];
    const team = await teamThatExcludes();
    for (const ctx of [one, other]) await join(team.id, ctx);
    const before = await Promise.all([one, other, stranger].map(warm));
    await updateTeam(rig.asOwner, { id: team.id, version: team.version, exclusions: ['grok-*'] });
    expect([peek(one), peek(other), peek(stranger)]).toEqual([undefined, undefined, before[2]]);
    expect(await warm(one)).not.toBe(before[0]);
    await updateTeam(rig.asOwner, { id: team.id, version: team.version + 1, name: `${team.name} renamed` });
    expect(peek(one)).toBeDefined();
    await removeTeam(rig.asOwner, team);
    expect([peek(one), peek(stranger)]).toEqual([undefined, before[2]]);
    expect(await warm(one)).toBe(before[0]);
  });

  it('of exactly the person who comes or goes are dropped, in every process', async () => {
    const [one, other] = [await person(), await person()];
    const team = await teamThatExcludes('grok-*');
    await join(team.id, other);
    const second = await rig.anotherProcess();
    const there = (ctx: Context) => ({ ...ctx, ...second });
    const before = await warm(one);
    const kept = await warm(other);
    await Promise.all([warm(there(one)), warm(there(other))]);
    await join(team.id, one);
    expect([peek(one), peek(other)]).toEqual([undefined, kept]);
    await expect.poll(() => peek(there(one)), { timeout: 10_000 }).toBeUndefined();
    expect(peek(there(other))).toBe(kept);
    expect(await warm(there(one))).toBe(await warm(one));
    expect(await warm(one)).not.toBe(before);
    await leave(team.id, one);
    expect([peek(one), peek(other)]).toEqual([undefined, kept]);
    expect(await warm(one)).toBe(before);
  });

  it('cost nothing more when nothing changes', async () => {
    const ctx = await person();
    await join((await teamThatExcludes('grok-*')).id, ctx);
    await warm(ctx);
    const statements = rig.statementCount();
    await warm(ctx);
    expect(rig.statementCount()).toBe(statements);
  });
});
