import { createHash, randomBytes } from 'node:crypto';

/** A 256-bit key and the id by which an envelope names it. */
export type SecretKey = { id: Buffer; key: Buffer };

const toSecretKey = (key: Buffer): SecretKey => ({ id: createHash('sha256').update(key).digest().subarray(0, 4), key });

/** For a new installation: 32 random bytes in base64. */
export const newSecretKey = (): string => randomBytes(32).toString('base64');

/**
 * Comma or white space between keys, each 32 bytes in base64 or hex; the first seals, all of them open.
 * Throws with the position of a wrong one, never with its text.
 */
export function parseSecretKeys(text: string): [SecretKey, ...SecretKey[]] {
  const keys = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part, index) => {
      const key = keyBytes(part);
      if (!key) throw new Error(`Secret key ${index + 1} is not 32 bytes in base64 or hex.`);
      return toSecretKey(key);
    });
  const [first, ...rest] = keys;
  if (!first) throw new Error('There is no secret key.');
  return [first, ...rest];
}

// Checked before decoding: the decoder skips what it does not know, and would take a damaged key for another one.
function keyBytes(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
}
