import { permissionsOf, roles } from '@gatehouse/contracts/permissions';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, system } from '../actor/index.ts';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { audit, listAuditEntries } from './index.ts';

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

describe('audit', () => {
  it('exists if, and only if, the transaction commits', async () => {
    const { db } = test.services;
    const ctx = test.contextOf(system('test'));
    const write = (resourceId: string, fails: boolean) =>
      withTransaction(db, async (tx) => {
        await audit(tx, ctx, { action: 'thing.changed', resource: 'thing', resourceId });
        if (fails) throw new Error('roll back');
      });
    const [kept, lost] = [newId(), newId()];
    await write(kept, false);
    await expect(write(lost, true)).rejects.toThrow('roll back');
    const rows = await db.selectFrom('audit_entries').select('resource_id').where('resource', '=', 'thing').execute();
    expect(rows).toEqual([{ resource_id: kept }]);
  });

  it('names who did it, also after they are gone', async () => {
    const { db } = test.services;
    const user = await test.createUser({ role: 'admin', name: 'Ada', email: 'ada@example.com' });
    const actors = [user, system('worker'), { type: 'service', name: 'web' }, anonymous] as const;
    for (const actor of actors)
      await withTransaction(db, (tx) =>
        audit(tx, test.contextOf(actor, { requestId: 'r-1' }), {
          action: 'name.tested',
          resource: 'name',
          resourceId: null,
          details: { count: 1, note: null },
        }),
      );
    const reader = await test.createUser({ role: 'auditor' });
    const entries = await listAuditEntries(test.contextOf(reader), { limit: 4 });
    expect(entries.map(({ actor }) => actor)).toEqual([
      'anonymous',
      'service: web',
      'system: worker',
      'Ada <ada@example.com>',
    ]);
    expect(entries[0]).toMatchObject({
      action: 'name.tested',
      resource: 'name',
      resourceId: null,
      details: { count: 1, note: null },
      requestId: 'r-1',
    });
  });
});

describe('listAuditEntries', () => {
  it('pages from the newest to the oldest, each once', async () => {
    const { db } = test.services;
    const auditor = test.contextOf(await test.createUser({ role: 'auditor' }));
    for (let index = 0; index < 25; index += 1)
      await withTransaction(db, (tx) =>
        audit(tx, auditor, { action: 'page.tested', resource: 'page', resourceId: null, details: { index } }),
      );
    const seen: unknown[] = [];
    let before: string | undefined;
    for (;;) {
      const page = await listAuditEntries(auditor, { limit: 10, before });
      seen.push(...page.filter(({ resource }) => resource === 'page').map(({ details }) => details.index));
      if (page.length < 10) break;
      before = page.at(-1)?.id;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
  });

  it('is for those who may read it', async () => {
    const user = await test.createUser();
    for (const role of roles) {
      const reading = listAuditEntries(test.contextOf({ ...user, role }), { limit: 1 });
      if (permissionsOf[role].has('audit:read')) await reading;
      else await expect(reading).rejects.toMatchObject({ payload: { code: 'forbidden' } });
    }
  });
});
