import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type AddressPolicy, AddressRefused, guardedLookup, type Resolve, refusal, refuseLiteral } from './index.ts';

const refusedByBoth = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.0.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'febf::1',
  'ff02::1',
  'fd00:ec2::254',
  '100::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::ffff:0.0.0.0',
  '64:ff9b::169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '::169.254.169.254',
  'fd20:ce::254',
  'not an address',
  '',
];
const refusedByPublic = [
  '127.0.0.1',
  '127.255.255.254',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '::1',
  'fc00::1',
  'fdff::1',
  'fec0::1',
  '2001:db8::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2002:c0a8:1::1',
  '::10.0.0.1',
  '2001::1',
  '0:0:0:0:0:0:0:1',
  '[::1]',
];
const allowedByBoth = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2002:808:808::1',
];

describe('where an address leads', () => {
  test.each(refusedByBoth)('%s is refused everywhere', (address) => {
    expect(refusal('gateway', address)).not.toBeNull();
    expect(refusal('public', address)).not.toBeNull();
  });

  test.each(refusedByPublic)('%s is for gateways only', (address) => {
    expect(refusal('gateway', address)).toBeNull();
    expect(refusal('public', address)).not.toBeNull();
  });

  test.each(allowedByBoth)('%s is allowed everywhere', (address) => {
    expect(refusal('gateway', address)).toBeNull();
    expect(refusal('public', address)).toBeNull();
  });
});

const resolvesTo =
  (...addresses: string[]): Resolve =>
  (_, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const lookUp = (policy: AddressPolicy, resolve: Resolve, options: { all?: boolean; family?: number } = {}) =>
  new Promise<unknown>((done, reject) => {
    guardedLookup(policy, resolve)('some.name', options, (error, address) => (error ? reject(error) : done(address)));
  });

describe('looking a name up', () => {
  test('answers with the address that was checked', async () => {
    expect(await lookUp('public', resolvesTo('8.8.8.8', '1.1.1.1'))).toBe('8.8.8.8');
    expect(await lookUp('public', resolvesTo('8.8.8.8', '2606:4700::1111'), { family: 6 })).toBe('2606:4700::1111');
    expect(await lookUp('gateway', resolvesTo('10.0.0.1', '8.8.8.8'), { all: true })).toEqual([
      { address: '10.0.0.1', family: 4 },
      { address: '8.8.8.8', family: 4 },
    ]);
  });

  test('one refused address refuses the name, whichever family was asked for', async () => {
    await expect(lookUp('public', resolvesTo('8.8.8.8', '10.0.0.1'), { all: true })).rejects.toThrow(AddressRefused);
    await expect(lookUp('public', resolvesTo('8.8.8.8', '::1'), { family: 4 })).rejects.toThrow(AddressRefused);
    await expect(lookUp('gateway', resolvesTo('169.254.169.254'))).rejects.toThrow(AddressRefused);
  });

  test('a name without address is not found', async () => {
    await expect(lookUp('public', resolvesTo())).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('literals are checked apart, because no look-up happens for them', () => {
    expect(() => refuseLiteral('public', '127.0.0.1')).toThrow(AddressRefused);
    expect(() => refuseLiteral('public', '[::1]')).toThrow(AddressRefused);
    expect(() => refuseLiteral('gateway', '127.0.0.1')).not.toThrow();
    expect(() => refuseLiteral('public', 'example.org')).not.toThrow();
  });
});

test('a request goes to the checked address and not to what the name means a moment later', async () => {
  const server = http.createServer((_, response) => response.end('reached'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let calls = 0;
  const rebinding: Resolve = (_, callback) => {
    calls += 1;
    callback(null, [{ address: calls === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
  };
  const agent = new http.Agent({ lookup: guardedLookup('gateway', rebinding) });
  const get = () =>
    new Promise<string>((resolve) => {
      http
        .get(`http://rebinding.test:${port}/`, { agent }, (response) =>
          response.on('data', (chunk) => resolve(String(chunk))),
        )
        .on('error', (error) => resolve(error.name));
    });
  expect(await get()).toBe('reached');
  expect(await get()).toBe('AddressRefused');
  agent.destroy();
  server.close();
});
