import type { TeamView } from '@gatehouse/contracts/teams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import type { Change } from '../changes/index.ts';
import { removeTeam, removeTeamMember, removeUser } from '../membership/index.ts';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { addTeamMember, createTeam, listTeams, updateTeam, updateTeamMember } from './index.ts';

let test: TestServices;
let admin: UserActor;
beforeAll(async () => {
  test = await createTestServices();
  admin = await test.createUser({ role: 'admin', name: 'Ada' });
});
afterAll(() => test?.destroy());

const as = (actor: UserActor) => test.contextOf(actor);
const code = (expected: string) => ({ payload: { code: expected } });
let count = 0;
const newTeam = () => {
  count += 1;
  return createTeam(as(admin), { name: `Team ${count}`, description: '' });
};
const add = (team: TeamView, { email }: UserActor, role: 'admin' | 'member' = 'member', by: UserActor = admin) =>
  addTeamMember(as(by), { teamId: team.id, email, role });
const auditOf = async (teamId: string) =>
  test.services.db
    .selectFrom('audit_entries')
    .select(['action', 'actor_user_id', 'details'])
    .where('resource_id', '=', teamId)
    .orderBy('id')
    .execute();

describe('a team', () => {
  it('is made, renamed, described and removed by an administrator, and the log says so', async () => {
    const made = await createTeam(as(admin), { name: 'Platform', description: 'Who runs it' });
    expect(made).toMatchObject({
      name: 'Platform',
      description: 'Who runs it',
      exclusions: [],
      version: 1,
      ownRole: null,
      isManageable: true,
      members: [],
    });
    const renamed = await updateTeam(as(admin), { id: made.id, version: 1, name: 'Core' });
    expect(renamed).toMatchObject({ name: 'Core', description: 'Who runs it', version: 2 });
    expect(await listTeams(as(admin), { scope: 'all' })).toContainEqual(renamed);
    await removeTeam(as(admin), { id: made.id });
    expect((await listTeams(as(admin), { scope: 'all' })).map(({ id }) => id)).not.toContain(made.id);
    expect(await auditOf(made.id)).toMatchObject([
      { action: 'team.created', actor_user_id: admin.userId, details: { name: 'Platform' } },
      { action: 'team.updated', details: { name: 'Core', nameBefore: 'Platform' } },
      { action: 'team.removed', details: { name: 'Core', members: 0 } },
    ]);
    for (const again of [
      () => removeTeam(as(admin), made),
      () => updateTeam(as(admin), { id: made.id, version: 2, name: 'X' }),
    ])
      await expect(again()).rejects.toMatchObject(code('not_found'));
  });

  it('has a name of its own, in whatever case, which is free again once it is removed', async () => {
    const first = await createTeam(as(admin), { name: 'Research', description: '' });
    const other = await newTeam();
    const taken = code('team_name_taken');
    await expect(createTeam(as(admin), { name: 'rESEARCH', description: '' })).rejects.toMatchObject(taken);
    await expect(updateTeam(as(admin), { id: other.id, version: 1, name: 'research' })).rejects.toMatchObject(taken);
    expect(await updateTeam(as(admin), { id: first.id, version: 1, name: 'RESEARCH' })).toMatchObject({ version: 2 });
    await removeTeam(as(admin), first);
    await createTeam(as(admin), { name: 'Research', description: '' });
  });

  it('is made once by two people at once, and changed once by two who read the same', async () => {
    const both = await Promise.allSettled(
      ['Twice', 'twice'].map((name) => createTeam(as(admin), { name, description: '' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: code('team_name_taken') });

    const team = await newTeam();
    const edits = await Promise.allSettled(
      ['one', 'other'].map((description) => updateTeam(as(admin), { id: team.id, version: 1, description })),
    );
    expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(edits.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { payload: { code: 'edit_conflict', details: { version: 2 } } },
    });
  });
});

describe('members', () => {
  it('are added, given a role and taken out', async () => {
    const [team, bob] = [await newTeam(), await test.createUser({ name: 'Bob' })];
    expect((await add(team, bob)).members).toMatchObject([
      { userId: bob.userId, name: 'Bob', email: bob.email, role: 'member' },
    ]);
    const person = { teamId: team.id, userId: bob.userId };
    expect((await updateTeamMember(as(admin), { ...person, role: 'admin' })).members).toMatchObject([
      { role: 'admin' },
    ]);
    expect((await removeTeamMember(as(admin), person)).members).toEqual([]);
    expect((await auditOf(team.id)).slice(1)).toMatchObject([
      { action: 'team-member.added', details: { member: 'Bob', memberId: bob.userId, role: 'member' } },
      { action: 'team-member.updated', details: { role: 'admin' } },
      { action: 'team-member.removed', details: { member: 'Bob' } },
    ]);
    for (const change of [
      () => removeTeamMember(as(admin), person),
      () => updateTeamMember(as(admin), { ...person, role: 'member' }),
    ])
      await expect(change()).rejects.toMatchObject(code('not_found'));
    const unknown = addTeamMember(as(admin), { teamId: team.id, email: 'nobody@example.com', role: 'member' });
    await expect(unknown).rejects.toMatchObject(code('person_unknown'));
  });

  it('are added once by two people at once', async () => {
    const [team, bob] = [await newTeam(), await test.createUser()];
    const both = await Promise.allSettled([add(team, bob), add(team, bob, 'admin')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: code('team_member_taken') });
  });

  it('see their team and the names in it; others do not', async () => {
    const team = await newTeam();
    const [lead, bob, stranger] = [await test.createUser(), await test.createUser(), await test.createUser()];
    await add(team, lead, 'admin');
    await add(team, bob);
    const [seen] = await listTeams(as(bob), { scope: 'own' });
    expect(seen).toMatchObject({ id: team.id, ownRole: 'member', isManageable: false });
    expect(seen?.members.map(({ email }) => email)).toEqual([null, null]);
    const [managed] = await listTeams(as(lead), { scope: 'own' });
    expect(managed).toMatchObject({ ownRole: 'admin', isManageable: true });
    expect(managed?.members.map(({ email }) => email)).toContain(bob.email);
    expect(await listTeams(as(stranger), { scope: 'own' })).toEqual([]);
    await expect(listTeams(as(lead), { scope: 'all' })).rejects.toMatchObject(code('forbidden'));
  });

  it('are managed by the admins of the team as they are now, and by nobody else', async () => {
    const team = await newTeam();
    const [lead, bob, carol] = [await test.createUser(), await test.createUser(), await test.createUser()];
    const [auditor, stranger] = [await test.createUser({ role: 'auditor' }), await test.createUser()];
    await add(team, lead, 'admin');
    await add(team, bob, 'member', lead);
    await updateTeam(as(lead), { id: team.id, version: 1, exclusions: ['gpt-*'] });
    const tries = (by: UserActor) => [
      () => add(team, carol, 'member', by),
      () => updateTeamMember(as(by), { teamId: team.id, userId: lead.userId, role: 'member' }),
      () => removeTeamMember(as(by), { teamId: team.id, userId: lead.userId }),
      () => updateTeam(as(by), { id: team.id, version: 2, exclusions: [] }),
    ];
    for (const [by, expected] of [
      [bob, 'forbidden'],
      [auditor, 'forbidden'],
      [stranger, 'not_found'],
    ] as const)
      for (const attempt of tries(by)) await expect(attempt()).rejects.toMatchObject(code(expected));
    await expect(removeTeam(as(lead), team)).rejects.toMatchObject(code('forbidden'));
    await expect(createTeam(as(lead), { name: 'Own', description: '' })).rejects.toMatchObject(code('forbidden'));

    await updateTeamMember(as(admin), { teamId: team.id, userId: lead.userId, role: 'member' });
    for (const attempt of tries(lead)) await expect(attempt()).rejects.toMatchObject(code('forbidden'));
  });

  it('who are removed from Gatehouse are in no team any more', async () => {
    const [team, other, bob] = [await newTeam(), await newTeam(), await test.createUser()];
    const colleague = await test.createUser();
    for (const each of [team, other]) await add(each, bob, 'admin');
    await add(team, colleague);
    await removeUser(as(admin), { id: bob.userId });
    const all = await listTeams(as(admin), { scope: 'all' });
    expect(all.find(({ id }) => id === team.id)?.members.map(({ userId }) => userId)).toEqual([colleague.userId]);
    expect(all.find(({ id }) => id === other.id)?.members).toEqual([]);
    const [entry] = await auditOf(bob.userId);
    expect(entry).toMatchObject({ action: 'user.removed', details: { teams: 2 } });
    await expect(add(team, bob)).rejects.toMatchObject(code('person_unknown'));
  });

  it('hear of a change, and so does who has left; others do not', async () => {
    const [team, bob] = [await newTeam(), await test.createUser()];
    await add(team, bob);
    const other = await test.anotherProcess();
    const heard: Change[] = [];
    other.changes.subscribe((change) => heard.push(change));
    await removeTeamMember(as(admin), { teamId: team.id, userId: bob.userId });
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(2);
    expect(heard.map(({ topic, id, ownerUserId }) => ({ topic, id, ownerUserId }))).toEqual([
      { topic: 'teams', id: team.id, ownerUserId: null },
      { topic: 'teams', id: team.id, ownerUserId: bob.userId },
    ]);
  });
});
