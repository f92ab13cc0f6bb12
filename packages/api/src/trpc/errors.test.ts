import { type ErrorCode, errorCatalogue, errorKinds } from '@gatehouse/contracts/errors';
import { DomainError } from '@gatehouse/core/errors';
import { TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerTo, answerToTrpcError, transportOf } from './errors.ts';

const wrapped = (cause: unknown) => new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause });

describe('the error mapping', () => {
  it('gives every kind a status of its own', () => {
    const statuses = errorKinds.map((kind) => transportOf[kind].httpStatus);
    expect(new Set(statuses).size).toBe(errorKinds.length);
  });

  it.each(Object.keys(errorCatalogue) as ErrorCode[])('answers %s as itself', (code) => {
    const payload = { code, message: 'A sentence.', details: {} } as never;
    const { httpStatus } = transportOf[errorCatalogue[code].kind];
    expect(answerToTrpcError(wrapped(new DomainError(payload)), 'mutation')).toMatchObject({ payload, httpStatus });
    expect(answerTo(new DomainError(payload))).toMatchObject({ payload, httpStatus });
  });

  it('knows a domain error of another copy of the module by its brand', () => {
    const foreign = Object.assign(new Error('x'), {
      payload: { code: 'forbidden', message: 'No.', details: {} },
      [Symbol.for('gatehouse.domain-error')]: true,
    });
    expect(answerTo(foreign).httpStatus).toBe(403);
  });

  it('says nothing about anything else that was thrown', () => {
    const secret = 'sk-test-canary';
    for (const thrown of [new Error(secret), new TypeError(secret), secret, null, { message: secret }]) {
      const answer = answerTo(thrown);
      expect(answer).toEqual({
        payload: null,
        message: 'Internal error',
        code: 'INTERNAL_SERVER_ERROR',
        httpStatus: 500,
      });
      expect(answerToTrpcError(wrapped(thrown), 'query')).toEqual(answer);
    }
  });

  it('tells an input that does not fit from a schema that failed inside', () => {
    const { error } = z.object({ models: z.array(z.object({ alias: z.string() })) }).safeParse({ models: [{}] });
    const input = answerToTrpcError(new TRPCError({ code: 'BAD_REQUEST', cause: error }), 'query');
    expect(input.payload).toMatchObject({
      code: 'invalid_input',
      details: { fields: { 'models.0.alias': [expect.any(String)] } },
    });
    expect(answerToTrpcError(wrapped(error), 'query').payload).toBeNull();
  });

  it('promises that nothing was done only for what reads, when the database is away', () => {
    const away = wrapped(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    expect(answerToTrpcError(away, 'query')).toMatchObject({
      payload: { code: 'service_unavailable' },
      httpStatus: 503,
    });
    expect(answerToTrpcError(away, 'mutation')).toMatchObject({ payload: null, httpStatus: 500 });
  });
});
