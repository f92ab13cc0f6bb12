import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { reachOf } from './ranges.ts';

export { type Reach, reachOf } from './ranges.ts';

/** `gateway`: private networks and this machine are where gateways live. `public`: only public unicast addresses. */
export type AddressPolicy = 'gateway' | 'public';

/** Thrown into a connection attempt; `code` tells it from network errors. */
export class AddressRefused extends Error {
  readonly code = 'EADDRREFUSED';
  readonly what: string;
  constructor(what: string) {
    super(`The address leads to ${what}, which the address policy refuses.`);
    this.name = 'AddressRefused';
    this.what = what;
  }
}

/** Null if the policy allows the address literal, otherwise what it leads to. */
export function refusal(policy: AddressPolicy, address: string): string | null {
  const { reach, what } = reachOf(address);
  if (reach === 'public' || (reach === 'local' && policy === 'gateway')) return null;
  return what;
}

export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (hostname, callback) => dnsLookup(hostname, { all: true, verbatim: true }, callback);

/**
 * A `lookup` for `net.connect` and `http.Agent`: the socket connects to an address that was checked, so a name that
 * resolves differently a moment later gains nothing. One refused address refuses the whole name.
 * Node does not call `lookup` for address literals: check those with `refuseLiteral` first.
 */
export function guardedLookup(policy: AddressPolicy, resolve: Resolve = systemResolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const wanted = addresses.filter(({ family }) => isWanted(options.family, family));
      const what = addresses.map(({ address }) => refusal(policy, address)).find((found) => found !== null);
      if (what) return callback(new AddressRefused(what), '', 0);
      const first = wanted[0];
      if (!first) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
      if (options.all) return callback(null, wanted);
      return callback(null, first.address, first.family);
    });
  };
}

const isWanted = (asked: number | string | undefined, family: number): boolean =>
  asked === undefined || asked === 0 || asked === family || asked === `IPv${family}`;

/** Throws `AddressRefused` if the host of a URL is an address literal that the policy refuses. */
export function refuseLiteral(policy: AddressPolicy, hostname: string): void {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal.replace(/%.*$/, '')) === 0) return;
  const what = refusal(policy, literal);
  if (what) throw new AddressRefused(what);
}
