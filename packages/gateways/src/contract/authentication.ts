import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Wire } from './wire.ts';

// Every test fails from an address of its own, so that a real gateway never bans the one it is checked from.
const someAddress = (): Record<string, string> => ({
  'x-forwarded-for': `2001:db8::${randomBytes(6).toString('hex').match(/.{4}/g)?.join(':')}`,
});

/** Sections 2.1 and 2.2 of the wire contract: who is let in, and how others are told. */
export function authenticationContract(wire: () => Wire): void {
  const debug = '/v0/management/debug';

  test('a missing key is a 401 with the version headers', async () => {
    const answer = await wire().send('GET', debug, { headers: someAddress() });
    expect([answer.status, answer.json]).toEqual([401, { error: 'missing management key' }]);
    expect(answer.headers).toHaveProperty('x-cpa-version');
    expect(answer.headers).toHaveProperty('x-cpa-commit');
    expect(answer.headers).toHaveProperty('x-cpa-build-date');
  });

  test('a wrong key is a 401 with its own text', async () => {
    const answer = await wire().send('GET', debug, { headers: { ...someAddress(), authorization: 'Bearer wrong' } });
    expect([answer.status, answer.json]).toEqual([401, { error: 'invalid management key' }]);
  });

  test('the key is accepted as bearer in any case, bare, and in its own header', async () => {
    const { managementKey } = wire().target;
    for (const headers of [
      { authorization: `bEaReR ${managementKey}` },
      { authorization: managementKey },
      { 'x-management-key': managementKey },
    ] as Record<string, string>[])
      expect((await wire().send('GET', debug, { headers })).status).toBe(200);
  });

  test('a foreign Authorization header masks a valid management header', async () => {
    const headers = {
      ...someAddress(),
      authorization: 'Basic dGVzdA==',
      'x-management-key': wire().target.managementKey,
    };
    const answer = await wire().send('GET', debug, { headers });
    expect([answer.status, answer.json]).toEqual([401, { error: 'invalid management key' }]);
  });

  test('the fifth failure bans the address, and then even the right key is refused', async () => {
    const address = someAddress();
    for (let attempt = 1; attempt <= 5; attempt += 1)
      expect((await wire().send('GET', debug, { headers: { ...address, authorization: 'Bearer wrong' } })).status).toBe(
        401,
      );
    const answer = await wire().manage('GET', 'debug', { headers: address });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({
      error: expect.stringMatching(/^IP banned due to too many failed attempts\. Try again in (30m0s|29m5\ds)$/),
    });
    expect((await wire().manage('GET', 'debug')).status).toBe(200);
  });

  test('a success in between starts the count anew', async () => {
    const address = someAddress();
    const fail = () => wire().send('GET', debug, { headers: { ...address, authorization: 'Bearer wrong' } });
    for (let attempt = 1; attempt <= 4; attempt += 1) await fail();
    expect((await wire().manage('GET', 'debug', { headers: address })).status).toBe(200);
    for (let attempt = 1; attempt <= 4; attempt += 1) await fail();
    expect((await wire().manage('GET', 'debug', { headers: address })).status).toBe(200);
  });

  test('an unknown management path asks for the key first and is then an empty 404 with the version headers', async () => {
    expect((await wire().send('GET', '/v0/management/nothing-here', { headers: someAddress() })).status).toBe(401);
    const answer = await wire().manage('GET', 'nothing-here');
    expect([answer.status, answer.text]).toEqual([404, '']);
    expect(answer.headers).toHaveProperty('x-cpa-version');
  });

  test('outside management there is no version header', async () => {
    const answer = await wire().send('GET', '/nothing-here');
    expect([answer.status, answer.text]).toEqual([404, '']);
    expect(answer.headers).not.toHaveProperty('x-cpa-version');
  });

  test('health and banner need no key', async () => {
    expect((await wire().send('GET', '/healthz')).json).toEqual({ status: 'ok' });
    expect((await wire().send('HEAD', '/healthz')).status).toBe(200);
    expect((await wire().send('GET', '/')).json).toMatchObject({ message: 'CLI Proxy API Server' });
  });

  test('OPTIONS is answered without a key', async () => {
    expect((await wire().send('OPTIONS', debug, { headers: someAddress() })).status).toBe(204);
  });
}
