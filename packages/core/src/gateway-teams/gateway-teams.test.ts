import type { TeamView } from '@gatehouse/contracts/teams';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClientKey, listClientKeys, revokeClientKey, updateClientKey } from '../client-keys/index.ts';
import { converge } from '../gateway-sync/index.ts';
import { removeTeam, removeTeamMember, removeUser, updateUser } from '../membership/index.ts';
import { addTeamMember, createTeam, updateTeam } from '../teams/index.ts';
import { createTestLitellm, hashOf, type TestLitellm, theirKey } from '../testing/litellm.ts';
import { planTeams, type TeamStep, type WantedTeam } from './plan.ts';

let rig: TestLitellm;
let team: TeamView;
beforeEach(async () => {
  rig = await createTestLitellm();
  const { id } = await createTeam(rig.asOwner, { name: 'Platform', description: '' });
  team = await addTeamMember(rig.asOwner, { teamId: id, email: rig.ada.email, role: 'member' });
});
afterEach(() => rig?.destroy());

const ourTeam = () => `gatehouse-team-${team.id}`;
const person = () => `gatehouse-${rig.ada.userId}`;
const rowOf = (key: string) => rig.double.keys().find(({ token }) => token === hashOf(key));
const teamThere = () => rig.double.teams().find(({ team_id }) => team_id === ourTeam());
/** Without the one that LiteLLM puts into every team by itself. */
const members = () =>
  ((teamThere()?.members_with_roles ?? []) as { user_id: string }[])
    .map(({ user_id }) => user_id)
    .filter((id) => id !== 'default_user_id');
const inTeam = (teamId = team.id) => createClientKey(rig.asAda, { name: 'Laptop', teamId, waitMs: 0 });
const outside = () => createClientKey(rig.asAda, { name: 'Desktop', waitMs: 0 });

describe('a team at a LiteLLM', () => {
  it('is there with whose keys are in it, before the keys, and by the name that it has', async () => {
    const { key, clientKey } = await inTeam();
    expect(clientKey.team).toEqual({ id: team.id, name: 'Platform' });
    await rig.settle();
    expect(rowOf(key)).toMatchObject({ team_id: ourTeam(), user_id: person() });
    expect(teamThere()).toMatchObject({ team_alias: 'Platform', models: [] });
    expect(members()).toEqual([person()]);
    expect(rig.double.users()).toMatchObject([{ user_id: person(), user_alias: 'Ada' }]);
    await updateTeam(rig.asOwner, { id: team.id, version: 1, name: 'Core' });
    await rig.settle();
    expect(teamThere()).toMatchObject({ team_alias: 'Core' });
    expect((await listClientKeys(rig.asAda, { scope: 'own' }))[0]).toMatchObject({ team: { name: 'Core' } });
  });

  it('does not come where no key is in it, and costs no call there', async () => {
    const { key } = await outside();
    await rig.settle();
    expect([rowOf(key)?.team_id ?? null, teamThere()]).toEqual([null, undefined]);
  });

  it('takes a key that is there already, lets it go, and takes it back when others move it', async () => {
    const { key, clientKey } = await outside();
    await rig.settle();
    const put = (version: number, teamId: string | null) =>
      updateClientKey(rig.asAda, { id: clientKey.id, version, teamId, waitMs: 0 });
    expect(await put(1, team.id)).toMatchObject({ version: 2, team: { name: 'Platform' }, limitsSetBy: null });
    await rig.settle();
    expect(rowOf(key)).toMatchObject({ team_id: ourTeam() });
    rig.double.editAsForeigner(({ keys }) => Object.assign(keys.get(hashOf(key)) ?? {}, { team_id: 'blue' }));
    await rig.settle();
    expect(rowOf(key)).toMatchObject({ team_id: ourTeam() });
    await put(2, null);
    await rig.settle();
    expect(rowOf(key)).toMatchObject({ team_id: null });
    expect(rig.double.admits(key)).toBe(true);
    await rig.settle();
    expect(members()).toEqual([]);
  });

  it('lets the keys of who leaves go, and nobody else’s, before they leave it', async () => {
    const bob = await rig.createUser({ name: 'Bob' });
    await addTeamMember(rig.asOwner, { teamId: team.id, email: bob.email, role: 'member' });
    const mine = await inTeam();
    const theirs = await createClientKey(rig.contextOf(bob), { name: 'Laptop', teamId: team.id, waitMs: 0 });
    await rig.settle();
    await removeTeamMember(rig.asOwner, { teamId: team.id, userId: rig.ada.userId });
    for (let round = 0; round < 2; round += 1) await rig.settle();
    expect(rowOf(mine.key)).toMatchObject({ team_id: null, user_id: person() });
    expect(rowOf(theirs.key)).toMatchObject({ team_id: ourTeam() });
    expect(members()).toEqual([`gatehouse-${bob.userId}`]);
    expect([rig.double.admits(mine.key), rig.double.admits(theirs.key)]).toEqual([true, true]);
    const again = updateClientKey(rig.asAda, { id: mine.clientKey.id, version: 2, teamId: team.id, waitMs: 0 });
    await expect(again).rejects.toMatchObject({ payload: { code: 'team_foreign' } });
    await expect(inTeam()).rejects.toMatchObject({ payload: { code: 'team_foreign' } });
  });

  it('goes with the team here once no key hangs on it, and never takes a key along', async () => {
    const { key } = await inTeam();
    await rig.settle();
    rig.double.editAsForeigner(({ keys }) => Object.assign(keys.get(hashOf(theirKey)) ?? {}, { team_id: ourTeam() }));
    await removeTeam(rig.asOwner, { id: team.id });
    for (let round = 0; round < 3; round += 1) await rig.settle();
    expect(rowOf(key)).toMatchObject({ team_id: null });
    expect(rig.double.admits(key)).toBe(true);
    // Somebody else's key hangs on it still.
    expect(teamThere()).toBeDefined();
    rig.double.editAsForeigner(({ keys }) => Object.assign(keys.get(hashOf(theirKey)) ?? {}, { team_id: 'blue' }));
    for (let round = 0; round < 2; round += 1) await rig.settle();
    expect(teamThere()).toBeUndefined();
    expect(rig.double.teams().map(({ team_id }) => team_id)).toEqual(['blue']);
    expect(await rig.services.db.selectFrom('gateway_teams').selectAll().execute()).toEqual([]);
    expect(rowOf(theirKey)).toMatchObject({ team_id: 'blue' });
  });

  it('comes back with its members when somebody deletes it, and their keys with it', async () => {
    const { key } = await inTeam();
    await rig.settle();
    const answer = await fetch(`${rig.double.url}/team/delete`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rig.double.masterKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ team_ids: [ourTeam()] }),
    });
    expect([answer.status, rig.double.hasKey(key)]).toEqual([200, false]);
    await rig.settle();
    expect(rowOf(key)).toMatchObject({ team_id: ourTeam() });
    expect(members()).toEqual([person()]);
  });

  it('is not left with a key that came at the same moment', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const [created] = await Promise.allSettled([
        inTeam(),
        removeTeamMember(rig.asOwner, { teamId: team.id, userId: rig.ada.userId }),
      ]);
      if (created.status === 'rejected') expect(created.reason).toMatchObject({ payload: { code: 'team_foreign' } });
      const keys = await listClientKeys(rig.asAda, { scope: 'own' });
      expect(keys.filter((each) => each.team !== null)).toEqual([]);
      await addTeamMember(rig.asOwner, { teamId: team.id, email: rig.ada.email, role: 'member' });
    }
  });

  it('keeps the keys of who is shut out for a while, and loses those of who is removed', async () => {
    const { key } = await inTeam();
    await rig.settle();
    await updateUser(rig.asOwner, { id: rig.ada.userId, isActive: false });
    await rig.settle();
    expect(rowOf(key)).toBeUndefined();
    await updateUser(rig.asOwner, { id: rig.ada.userId, isActive: true });
    await rig.settle();
    expect(rowOf(key)).toMatchObject({ team_id: ourTeam() });
    await removeUser(rig.asOwner, { id: rig.ada.userId });
    for (let round = 0; round < 2; round += 1) await rig.settle();
    expect([rowOf(key), members()]).toEqual([undefined, []]);
  });

  it('that cannot be made keeps nobody’s other keys from coming, and is made as soon as it can be', async () => {
    const fault = { kind: 'envelope', status: 403, envelope: 'proxy', message: 'License is over limit.' } as const;
    const refusal = rig.double.faults.add({ fault, path: '/team/new', count: 0 });
    const [inside, other] = [await inTeam(), await outside()];
    for (let round = 0; round < 2; round += 1) await converge(rig.services, rig.gatewayId);
    expect([rowOf(inside.key), rowOf(other.key)?.user_id]).toEqual([undefined, person()]);
    rig.double.faults.remove(refusal);
    await rig.settle();
    expect(rowOf(inside.key)).toMatchObject({ team_id: ourTeam() });
    await revokeClientKey(rig.asAda, { id: inside.clientKey.id, waitMs: 0 });
    await rig.settle();
    expect(rowOf(inside.key)).toBeUndefined();
  });
});

describe('the plan of teams', () => {
  const ours = (id: string) => id.startsWith('gatehouse-');
  const ids = fc.constantFrom('gatehouse-1', 'gatehouse-2', 'gatehouse-3');
  const wantedTeams = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      name: fc.constantFrom('One', 'Two'),
      memberIds: fc.uniqueArray(ids),
      isRemoved: fc.boolean(),
    }),
    { selector: ({ id }) => id },
  );
  const seenTeams = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'theirs'),
      name: fc.constantFrom('One', 'Two'),
      memberIds: fc.uniqueArray(fc.oneof(ids, fc.constant('somebody'))),
    }),
    { selector: ({ id }) => id },
  );

  function after(seen: readonly { id: string; name: string; memberIds: string[] }[], steps: readonly TeamStep[]) {
    const teams = new Map(seen.map((each) => [each.id, { ...each, memberIds: [...each.memberIds] }]));
    for (const step of steps) {
      const { id, name } = step.team;
      if (step.kind === 'add') teams.set(id, { id, name, memberIds: [] });
      if (step.kind === 'remove') teams.delete(id);
      const found = teams.get(id);
      if (found && step.kind === 'rename') found.name = name;
      if (found && step.kind === 'add-member') found.memberIds.push(step.personId);
      if (found && step.kind === 'remove-member')
        found.memberIds = found.memberIds.filter((each) => each !== step.personId);
    }
    return [...teams.values()];
  }

  it('gives what is wanted and keeps strangers; planning again gives nothing', () => {
    fc.assert(
      fc.property(wantedTeams, seenTeams, (wanted: WantedTeam[], seen) => {
        const result = after(seen, planTeams(wanted, seen, ours));
        expect(planTeams(wanted, result, ours).filter(({ kind }) => kind !== 'forget')).toEqual([]);
        for (const each of wanted.filter(({ isRemoved, memberIds }) => !isRemoved && memberIds.length > 0)) {
          const found = result.find(({ id }) => id === each.id);
          expect(found?.name).toBe(each.name);
          expect(found?.memberIds.filter(ours).sort()).toEqual([...each.memberIds].sort());
        }
        for (const each of seen.filter(({ id }) => id === 'theirs')) expect(result).toContainEqual(each);
        const removed = new Set(wanted.filter(({ isRemoved }) => isRemoved).map(({ id }) => id));
        for (const { id, memberIds } of seen)
          if (memberIds.includes('somebody') && !removed.has(id))
            expect(result.find((each) => each.id === id)?.memberIds).toContain('somebody');
      }),
    );
  });
});
