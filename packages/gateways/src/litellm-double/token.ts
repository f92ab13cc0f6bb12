import { createHash } from 'node:crypto';

/** By which a key is known: its hash, or what is a hash already. */
export const tokenOf = (key: string): string =>
  key.startsWith('sk-') ? createHash('sha256').update(key).digest('hex') : key;
