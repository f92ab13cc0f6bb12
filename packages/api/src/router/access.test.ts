import { type Role, roles, scopes } from '@gatehouse/contracts/permissions';
import type { UserActor } from '@gatehouse/core/actor';
import { createTestDrivers, createTestServices, type TestServices } from '@gatehouse/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bearer,
  browser,
  type Caller,
  type CallOptions,
  dashboard,
  endedSession,
  extraOrigin,
  ownOrigin,
  startTestApi,
  type TestApi,
} from '../testing/index.ts';
import { harmlessInputs } from '../testing/inputs.ts';
import { permissionMatrix, readAllMatrix } from '../testing/permission-matrix.ts';
import { allProcedures, type ProcedureFacts } from '../testing/procedures.ts';

let base: TestServices;
let api: TestApi;
const people = new Map<Role, UserActor>();
const person = (role: Role): UserActor => {
  const actor = people.get(role);
  if (!actor) throw new Error(`There is no ${role}.`);
  return actor;
};

beforeAll(async () => {
  // Limits are tested where they are; here one caller asks for everything many times.
  base = await createTestServices({ drivers: createTestDrivers(), rateLimits: { consume: async () => {} } });
  for (const role of roles) people.set(role, await base.createUser({ role }));
  api = await startTestApi(base.services);
});
afterAll(async () => {
  await api?.close();
  await base?.destroy();
});

const refusals = ['unauthenticated', 'forbidden', 'scope_missing', 'foreign_origin'];

/** The code of a refusal, or null if the caller was let in, whatever came of it then. */
async function refusal({ path, type }: ProcedureFacts, options: CallOptions): Promise<string | null> {
  if (type === 'subscription') return subscriptionRefusal(path, options.as ?? null);
  const { error, message, text } = await api.call(path, { input: harmlessInputs[path], ...options, type });
  if (message === 'Internal error') throw new Error(`${path} failed: ${text}`);
  return error && refusals.includes(error.code) ? error.code : null;
}

/** The first event of the stream says it. */
async function subscriptionRefusal(path: string, as: Caller): Promise<string | null> {
  const stop = new AbortController();
  const response = await api.fetch(`/api/trpc/${path}`, { as, signal: stop.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (!text.includes('\n\n')) text += new TextDecoder().decode((await reader.read()).value);
  if (text.startsWith('event: connected')) {
    const next = await Promise.race([reader.read(), new Promise<null>((resolve) => setImmediate(resolve, null))]);
    text += new TextDecoder().decode(next?.value);
  }
  stop.abort();
  return refusals.find((code) => text.includes(`"code":"${code}"`)) ?? null;
}

describe('every procedure', () => {
  it('is in the matrix with its kind and scope, and the matrix holds nothing else', () => {
    const actual = Object.fromEntries(
      allProcedures.map(({ path, meta }) => [path, { kind: meta?.kind, scope: meta?.scope }]),
    );
    const expected = Object.fromEntries(
      Object.entries(permissionMatrix).map(([path, { kind, scope }]) => [path, { kind, scope }]),
    );
    expect(actual).toEqual(expected);
    expect(allProcedures.length).toBeGreaterThan(40);
  });
});

describe.each(allProcedures)('$path', (procedure) => {
  const access = permissionMatrix[procedure.path];
  if (!access) return;
  const { kind, scope } = access;

  it('lets in exactly the roles of the matrix', async () => {
    for (const role of roles) {
      const isAllowed = access.roles.includes(role);
      expect({ role, refusal: await refusal(procedure, { as: browser(person(role)) }) }).toEqual({
        role,
        refusal: isAllowed ? null : 'forbidden',
      });
    }
  });

  it(kind === 'public' ? 'answers anonymous callers' : 'refuses anonymous callers', async () => {
    expect(await refusal(procedure, { as: null })).toBe(kind === 'public' ? null : 'unauthenticated');
  });

  if (kind !== 'public') {
    it('refuses a session that has ended', async () => {
      expect(await refusal(procedure, { as: endedSession })).toBe('unauthenticated');
    });
  }

  it(`answers tokens ${scope ? `with the scope ${scope} only` : kind === 'public' ? 'of any scope' : 'never'}`, async () => {
    for (const given of scopes) {
      const isAllowed = kind === 'public' || given === scope;
      const expected = isAllowed ? null : scope ? 'scope_missing' : 'forbidden';
      expect({ given, refusal: await refusal(procedure, { as: bearer(person('owner'), [given]) }) }).toEqual({
        given,
        refusal: expected,
      });
    }
  });

  it(`${kind === 'service' ? 'answers' : 'does not take for a person'} the dashboard's own server`, async () => {
    const isLetIn = kind === 'service' || kind === 'public';
    expect(await refusal(procedure, { as: dashboard })).toBe(isLetIn ? null : 'forbidden');
  });

  if (kind === 'service') {
    it('refuses a service that is not the dashboard', async () => {
      const as = { actor: { type: 'service' as const, name: 'web' }, credential: 'token' as const };
      expect(await refusal(procedure, { as })).toBe('forbidden');
    });
  }

  const readAll = readAllMatrix[procedure.path];
  if (readAll) {
    it("shows everybody's only to those who may read them", async () => {
      for (const role of roles) {
        const expected = readAll.includes(role) ? null : 'forbidden';
        const found = await refusal(procedure, {
          as: browser(person(role)),
          input: { ...Object(harmlessInputs[procedure.path]), scope: 'all' },
        });
        expect({ role, refusal: found }).toEqual({ role, refusal: expected });
      }
    });
  }

  if (procedure.type === 'mutation') {
    const as = () => browser(person('owner'));
    const expected = kind === 'service' ? 'forbidden' : null;

    it.each([
      ['a foreign origin', { origin: 'https://evil.example.com' }],
      ['no origin', { origin: '' }],
      ['an opaque origin', { origin: 'null' }],
      ['the own origin under another scheme', { origin: ownOrigin.replace('http', 'https') }],
      ['the own origin that the browser calls another site', { origin: ownOrigin, 'sec-fetch-site': 'cross-site' }],
      ['a sibling site', { origin: 'http://localhost:3001', 'sec-fetch-site': 'same-site' }],
    ])('refuses %s', async (_, headers) => {
      expect(await refusal(procedure, { as: as(), headers })).toBe('foreign_origin');
    });

    it.each([
      ['the own origin', { origin: ownOrigin, 'sec-fetch-site': 'same-origin' }],
      ['an origin that the operator named', { origin: extraOrigin, 'sec-fetch-site': 'cross-site' }],
    ])('takes %s', async (_, headers) => {
      expect(await refusal(procedure, { as: as(), headers })).toBe(expected);
    });

    it('is no query', async () => {
      const answer = await api.call(procedure.path, { as: as(), type: 'query', input: harmlessInputs[procedure.path] });
      expect(answer.status).toBe(405);
    });
  }
});
