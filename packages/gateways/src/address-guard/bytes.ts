import { isIPv4, isIPv6 } from 'node:net';

/** The 4 or 16 bytes of an address literal (zone index ignored), or null if it is none. */
export function addressBytes(address: string): Uint8Array | null {
  const literal = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIPv4(literal)) return Uint8Array.from(literal.split('.').map(Number));
  if (isIPv6(literal)) return ipv6Bytes(literal);
  return null;
}

function ipv6Bytes(literal: string): Uint8Array {
  const [head = '', tail] = literal.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const gap = tail === undefined ? 0 : 16 - left.length - right.length;
  return Uint8Array.from([...left, ...new Array<number>(gap).fill(0), ...right]);
}

function groups(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** Whether the first `bits` bits of both addresses are equal. */
export function hasPrefix(bytes: Uint8Array, prefix: readonly number[], bits: number): boolean {
  for (let bit = 0; bit < bits; bit += 8) {
    const mask = bits - bit >= 8 ? 0xff : (0xff << (8 - (bits - bit))) & 0xff;
    const index = bit >> 3;
    if (((bytes[index] ?? 0) & mask) !== ((prefix[index] ?? 0) & mask)) return false;
  }
  return true;
}
