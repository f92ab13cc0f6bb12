import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

type Connected = { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } };
export type ClientAddress = (req: Connected) => string | null;

/**
 * The caller's address: the other end of the connection, or what `X-Forwarded-For` says if a configured proxy is that
 * end. Read from the right, because only what our own proxies appended is true.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  if (trustedProxies.length === 0) return ({ socket }) => plain(socket.remoteAddress);
  const trusted = listOf(trustedProxies);
  return ({ headers, socket }) => {
    const peer = plain(socket.remoteAddress);
    if (peer === null || !trusted(peer)) return peer;
    const hops = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map(plain);
    let client: string = peer;
    for (const hop of hops.reverse()) {
      if (hop === null) return client;
      client = hop;
      if (!trusted(hop)) return client;
    }
    return client;
  };
}

function listOf(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Without brackets, port and the IPv4 mapping of a socket that listens on both families; null if it is no address. */
function plain(text: string | undefined): string | null {
  const bare = (text ?? '')
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(bare) === 0 ? null : bare;
}
