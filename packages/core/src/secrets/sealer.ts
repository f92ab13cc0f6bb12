import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SecretKey } from './keys.ts';

/**
 * AES-256-GCM envelopes: `version (1) | key id (4) | nonce (12) | tag (16) | ciphertext`.
 * `place` is the additional data: it binds an envelope to its table, column and row, so that a copied one does not open.
 */
export type Sealer = {
  seal(plaintext: string, place: string): Buffer;
  /** Throws if the key is unknown, the place is another or a bit has changed. */
  open(sealed: Buffer, place: string): string;
  /** Whether an older key sealed it. */
  isOutdated(sealed: Buffer): boolean;
};

const version = 1;
const headerLength = 1 + 4 + 12 + 16;

// The sync opens everything that a gateway holds again and again: what was opened lately is kept.
const remembering = {
  maxSize: 32 * 1024 * 1024,
  maxEntrySize: 16 * 1024,
  sizeCalculation: (plaintext: string, memory: string) => plaintext.length + memory.length + 1,
};

const nonceLength = 12;
const nonces = Buffer.alloc(nonceLength * 256);
let nonceAt = nonces.length;

/** Asking for random bytes costs the same for one nonce as for many. */
function nextNonce(): Buffer {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces);
    nonceAt = 0;
  }
  nonceAt += nonceLength;
  return Buffer.from(nonces.subarray(nonceAt - nonceLength, nonceAt));
}

export function createSealer(keys: readonly [SecretKey, ...SecretKey[]]): Sealer {
  const [current] = keys;
  const remembered = new LRUCache<string, string>(remembering);
  const byId = new Map(keys.map((entry) => [entry.id.toString('hex'), entry.key]));
  return {
    seal(plaintext, place) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(place));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), current.id, nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(sealed, place) {
      if (sealed.length < headerLength || sealed[0] !== version) throw new Error('This is not a sealed value.');
      const memory = place + sealed.toString('latin1');
      const known = remembered.get(memory);
      if (known !== undefined) return known;
      const key = byId.get(sealed.subarray(1, 5).toString('hex'));
      if (!key) throw new Error('The secret key that sealed this value is missing from GATEHOUSE_SECRET_KEYS.');
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(5, 17))
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(17, 33));
      const plaintext = decipher.update(sealed.subarray(33), undefined, 'utf8') + decipher.final('utf8');
      remembered.set(memory, plaintext);
      return plaintext;
    },
    isOutdated: (sealed) => !sealed.subarray(1, 5).equals(current.id),
  };
}
