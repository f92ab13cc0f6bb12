import { anonymous } from '@gatehouse/core/actor';
import { fail } from '@gatehouse/core/errors';
import { createTestServices, type TestServices } from '@gatehouse/core/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { publicProcedure, router, unitOfWork } from './index.ts';
import { t } from './init.ts';

let base: TestServices;
let context: ApiContext;
beforeAll(async () => {
  base = await createTestServices();
  context = {
    ...base.contextOf(anonymous),
    origins: { own: 'http://localhost:3000', extra: new Set() },
    request: { credential: 'none', origin: undefined, fetchSite: undefined, isStillValid: async () => true },
  };
});
afterAll(() => base?.destroy());
beforeEach(() => base.services.db.deleteFrom('leases').execute());

const write = ({ db }: ApiContext, name: string) =>
  db.insertInto('leases').values({ name, holder: 'test', epoch: 1, expires_at: new Date() }).execute();

const names = async () => {
  const rows = await base.services.db.selectFrom('leases').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
};

const procedures = router({
  both: publicProcedure
    .use(unitOfWork)
    .input(z.object({ outcome: z.enum(['succeed', 'refuse', 'break']) }))
    .mutation(async ({ ctx, input }) => {
      await write(ctx, 'first');
      if (input.outcome === 'refuse') throw fail('forbidden', 'Not this time.', {});
      await write(ctx, input.outcome === 'break' ? 'first' : 'second');
      return 'done';
    }),
  throughMiddleware: publicProcedure
    .use(unitOfWork)
    .use(async ({ ctx, next }) => {
      await write(ctx, 'middleware');
      return next();
    })
    .mutation(() => {
      throw fail('forbidden', 'Not this time.', {});
    }),
  // The wrapper that this one is instead of: `next()` answers the failure, so nothing makes the transaction roll back.
  careless: publicProcedure
    .use(({ ctx, next }) => ctx.db.transaction().execute((tx) => next({ ctx: { db: tx } })))
    .mutation(async ({ ctx }) => {
      await write(ctx, 'first');
      throw fail('forbidden', 'Not this time.', {});
    }),
});
const call = () => t.createCallerFactory(procedures)(context);

describe('unitOfWork', () => {
  it('commits everything that succeeded', async () => {
    expect(await call().both({ outcome: 'succeed' })).toBe('done');
    expect(await names()).toEqual(['first', 'second']);
  });

  it('rolls back what was written before a refusal, and answers the refusal', async () => {
    await expect(call().both({ outcome: 'refuse' })).rejects.toMatchObject({
      cause: { payload: { code: 'forbidden' } },
    });
    expect(await names()).toEqual([]);
  });

  it('rolls back what was written before the database refused', async () => {
    await expect(call().both({ outcome: 'break' })).rejects.toThrow();
    expect(await names()).toEqual([]);
  });

  it('rolls back what a middleware wrote', async () => {
    await expect(call().throughMiddleware()).rejects.toThrow('Not this time.');
    expect(await names()).toEqual([]);
  });

  it('is needed: a wrapper that only passes the answer on commits half of the work', async () => {
    await expect(call().careless()).rejects.toThrow('Not this time.');
    expect(await names()).toEqual(['first']);
  });
});
