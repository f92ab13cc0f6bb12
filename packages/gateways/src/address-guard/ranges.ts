import { addressBytes, hasPrefix } from './bytes.ts';

/** `never`: no outgoing call has business there. `local`: only where a policy allows private networks. */
export type Reach = 'public' | 'local' | 'never';

type Range = { cidr: string; reach: Exclude<Reach, 'public'>; what: string };

// IANA special-purpose registries (IPv4 and IPv6), reduced to what differs in reach.
const ranges: readonly Range[] = [
  { cidr: '0.0.0.0/8', reach: 'never', what: 'an unspecified address' },
  { cidr: '10.0.0.0/8', reach: 'local', what: 'a private network' },
  { cidr: '100.64.0.0/10', reach: 'local', what: 'a carrier-grade private network' },
  { cidr: '127.0.0.0/8', reach: 'local', what: 'this machine' },
  { cidr: '169.254.0.0/16', reach: 'never', what: 'a link-local or cloud metadata address' },
  { cidr: '172.16.0.0/12', reach: 'local', what: 'a private network' },
  { cidr: '192.0.0.0/24', reach: 'local', what: 'a reserved network' },
  { cidr: '192.0.2.0/24', reach: 'local', what: 'a documentation network' },
  { cidr: '192.88.99.0/24', reach: 'local', what: 'a reserved network' },
  { cidr: '192.168.0.0/16', reach: 'local', what: 'a private network' },
  { cidr: '198.18.0.0/15', reach: 'local', what: 'a benchmarking network' },
  { cidr: '198.51.100.0/24', reach: 'local', what: 'a documentation network' },
  { cidr: '203.0.113.0/24', reach: 'local', what: 'a documentation network' },
  { cidr: '224.0.0.0/4', reach: 'never', what: 'a multicast address' },
  { cidr: '240.0.0.0/4', reach: 'never', what: 'a reserved or broadcast address' },
  { cidr: '::/128', reach: 'never', what: 'an unspecified address' },
  { cidr: '::1/128', reach: 'local', what: 'this machine' },
  { cidr: '100::/64', reach: 'never', what: 'a discard-only address' },
  { cidr: '2001::/23', reach: 'local', what: 'a reserved network' },
  { cidr: '2001:db8::/32', reach: 'local', what: 'a documentation network' },
  { cidr: '3fff::/20', reach: 'local', what: 'a documentation network' },
  { cidr: '5f00::/16', reach: 'local', what: 'a reserved network' },
  { cidr: 'fd00:ec2::254/128', reach: 'never', what: 'a cloud metadata address' },
  { cidr: 'fd20:ce::254/128', reach: 'never', what: 'a cloud metadata address' },
  { cidr: 'fc00::/7', reach: 'local', what: 'a private network' },
  { cidr: 'fe80::/10', reach: 'never', what: 'a link-local address' },
  { cidr: 'fec0::/10', reach: 'local', what: 'a private network' },
  { cidr: 'ff00::/8', reach: 'never', what: 'a multicast address' },
];

const parsed = ranges.map((range) => {
  const [literal = '', bits = ''] = range.cidr.split('/');
  return { ...range, bytes: addressBytes(literal) ?? new Uint8Array(), bits: Number(bits) };
});

const v4Mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
const localNat64 = [0, 0x64, 0xff, 0x9b, 0, 1];
const sixToFour = [0x20, 0x02];

/** The IPv4 address that a translating IPv6 address leads to, if it is one. */
function embeddedV4(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length !== 16) return null;
  if (hasPrefix(bytes, v4Mapped, 96) || hasPrefix(bytes, nat64, 96) || hasPrefix(bytes, localNat64, 48))
    return bytes.slice(12);
  if (hasPrefix(bytes, sixToFour, 16)) return bytes.slice(2, 6);
  // IPv4-compatible (deprecated): ::a.b.c.d, but not :: and ::1.
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0) && (bytes[12] !== 0 || bytes[13] !== 0);
  return isCompatible ? bytes.slice(12) : null;
}

/** Where an address literal leads. Anything that is not an address literal is `never`. */
export function reachOf(address: string): { reach: Reach; what: string } {
  const bytes = addressBytes(address);
  if (!bytes) return { reach: 'never', what: 'not an address' };
  return reachOfBytes(bytes);
}

function reachOfBytes(bytes: Uint8Array): { reach: Reach; what: string } {
  const inner = embeddedV4(bytes);
  if (inner) return reachOfBytes(inner);
  const range = parsed.find(
    (item) => item.bytes.length === bytes.length && hasPrefix(bytes, [...item.bytes], item.bits),
  );
  return range ? { reach: range.reach, what: range.what } : { reach: 'public', what: 'a public address' };
}
