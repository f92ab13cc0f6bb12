import { expect, test } from 'vitest';
import { createLitellmDriver } from '../litellm/index.ts';
import type { Row, Wire } from './wire.ts';

/** Section 6 of the wire contract, as far as keys belong to teams. */
export function teamsContract(wire: () => Wire): void {
  const driver = () => createLitellmDriver({ baseUrl: wire().target.url, managementKey: wire().target.masterKey });
  const teams = () => {
    const found = driver().teams;
    if (!found) throw new Error('A LiteLLM has teams.');
    return found;
  };
  const seen = async (id: string) => {
    const answer = await teams().list([id, 'gatehouse-contract-nothing']);
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.teams[0];
  };
  const withTeam = async (work: (id: string, personId: string) => Promise<void>) => {
    const [id, personId] = [
      `gatehouse-team-contract-${crypto.randomUUID()}`,
      `gatehouse-contract-${crypto.randomUUID()}`,
    ];
    expect(await teams().add({ id, name: 'Contract' })).toMatchObject({ outcome: 'applied', writes: 1 });
    try {
      await work(id, personId);
    } finally {
      await wire().send('POST', '/team/delete', { team_ids: [id] });
      await wire().send('POST', '/user/delete', { user_ids: [personId] });
    }
  };

  test('come once, are renamed, and take members once', () =>
    withTeam(async (id, personId) => {
      expect(await teams().add({ id, name: 'Contract' })).toMatchObject({ outcome: 'applied', writes: 0 });
      expect(await teams().rename({ id, name: 'Renamed' })).toMatchObject({ outcome: 'applied' });
      expect(await teams().addMember(id, personId)).toMatchObject({ outcome: 'applied', writes: 1 });
      expect(await teams().addMember(id, personId)).toMatchObject({ outcome: 'applied', writes: 0 });
      const team = await seen(id);
      expect(team).toMatchObject({ id, name: 'Renamed' });
      expect(team?.memberIds).toContain(personId);
      expect(await teams().removeMember(id, personId)).toMatchObject({ outcome: 'applied', writes: 1 });
      expect((await seen(id))?.memberIds).not.toContain(personId);
      expect(await teams().removeMember(id, personId)).toMatchObject({ outcome: 'applied', writes: 0 });
      expect(await teams().remove(id)).toMatchObject({ outcome: 'applied', writes: 1 });
      expect(await seen(id)).toBeUndefined();
      expect(await teams().remove(id)).toMatchObject({ outcome: 'applied', writes: 0 });
    }));

  test('take a key only of a member, and let it go again', () =>
    withTeam(async (id, personId) => {
      const key = wire().newKey();
      expect((await wire().send('POST', '/key/generate', { key, user_id: personId })).status).toBe(200);
      const put = () => wire().send('POST', '/key/update', { key, team_id: id });
      const refused = await put();
      expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('not a member of the team')]);
      await teams().addMember(id, personId);
      expect((await put()).status).toBe(200);
      expect(await wire().info(key)).toMatchObject({ team_id: id, user_id: personId });
      expect((await wire().send('POST', '/key/update', { key, team_id: null })).status).toBe(200);
      expect((await wire().info(key)).team_id ?? null).toBeNull();
      await wire().send('POST', '/key/delete', { keys: [key] });
    }));

  test('are not left or removed while a key would go with that', () =>
    withTeam(async (id, personId) => {
      await teams().addMember(id, personId);
      const key = wire().newKey();
      const ofTeam: Row = { key, user_id: personId, team_id: id, duration: '1s' };
      expect((await wire().send('POST', '/key/generate', ofTeam)).status).toBe(200);
      // One whose time is over is a key as well.
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(await teams().removeMember(id, personId)).toMatchObject({ outcome: 'rejected', writes: 0 });
      expect(await teams().remove(id)).toMatchObject({ outcome: 'rejected', writes: 0 });
      expect(await wire().info(key)).toMatchObject({ team_id: id });
      await wire().send('POST', '/key/delete', { keys: [key] });
      expect(await teams().removeMember(id, personId)).toMatchObject({ outcome: 'applied' });
    }));

  test('a key whose owner is not in its team is no reason to distrust the master key', () =>
    withTeam(async (id, personId) => {
      const subject = driver();
      const key = wire().newKey();
      await wire().send('POST', '/key/generate', { key, user_id: personId });
      const base = await subject.observe('client-keys');
      if (!base.ok) throw new Error(base.problem.code);
      const spec = { key, personId, teamId: id };
      const naturalKey = subject.naturalKey('client-keys', spec);
      const change = { kind: 'ensure-present', naturalKey, spec, clear: [] } as const;
      expect(await subject.apply('client-keys', [{ ...change, clear: [] }], base.observation)).toMatchObject({
        outcome: 'rejected',
        problem: { code: 'list_moved' },
      });
      expect((await subject.probe()).ok).toBe(true);
    }));
}
