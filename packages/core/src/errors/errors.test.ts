import { errorCatalogue } from '@gatehouse/contracts/errors';
import { expect, it, vi } from 'vitest';
import { DomainError, fail, isDomainError, notFound } from './index.ts';

it('carries code, sentence, details and cause', () => {
  const cause = new Error('underneath');
  const error = fail('too_many_requests', 'Try again later.', { retryAfterSeconds: 3 }, { cause });
  expect(error).toBeInstanceOf(DomainError);
  expect(error.payload).toEqual({
    code: 'too_many_requests',
    message: 'Try again later.',
    details: { retryAfterSeconds: 3 },
  });
  expect([error.message, error.cause]).toEqual(['Try again later.', cause]);
  expect(notFound('gateway').payload).toMatchObject({ code: 'not_found', details: { resource: 'gateway' } });
});

it('refuses details that are not what the catalogue says', () => {
  const wrong = { retryAfterSeconds: 'soon' } as unknown as { retryAfterSeconds: number };
  expect(() => fail('too_many_requests', 'Try again later.', wrong)).toThrow(/retryAfterSeconds/);
  expect(Object.keys(errorCatalogue)).toContain('too_many_requests');
});

it('is known by another copy of the module, and nothing else is', async () => {
  vi.resetModules();
  const copy = await import('./index.ts');
  expect(copy.DomainError).not.toBe(DomainError);
  expect(copy.isDomainError(notFound('gateway'))).toBe(true);
  expect(isDomainError(copy.notFound('gateway'))).toBe(true);
  for (const other of [new Error('no'), null, undefined, 'no', { payload: { code: 'not_found' } }])
    expect(isDomainError(other)).toBe(false);
});
