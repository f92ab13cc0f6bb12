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
      const key = /^[0-9a-f]{64}$/i.test(part) ? Buffer.from(part, 'hex') : Buffer.from(part, 'base64');
      if (key.length !== 32) throw new Error(`Secret key ${index + 1} is not 32 bytes in base64 or hex.`);
      return toSecretKey(key);
    });
  const [first, ...rest] = keys;
  if (!first) throw new Error('There is no secret key.');
  return [first, ...rest];
}
