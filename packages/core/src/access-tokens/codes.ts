import { randomInt } from 'node:crypto';
import type { Hmac } from '../secrets/index.ts';

const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';

/** Eight letters, without a hyphen: about 34 bits, good for ten minutes and a limited number of guesses. */
export const randomUserCode = (): string =>
  Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');

export const showUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** The token that this device code is good for: always the same, so that an answer that was lost can be given again. */
export const deviceToken = (hmac: Hmac, deviceCode: string): string =>
  `ghc_${hmac('device-token', deviceCode).toString('base64url')}`;

/** Kinds: `ghc_` command line, `ghb_` sync, `ghs_` service. Anything else is not looked up. */
export const isAccessToken = (value: string): boolean => /^gh[cbs]_[A-Za-z0-9_-]{43}$/.test(value);
