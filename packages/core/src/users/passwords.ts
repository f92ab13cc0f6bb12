import { randomBytes } from 'node:crypto';
import { hash, type Options, verify } from '@node-rs/argon2';

/** Argon2id with 19 MiB, 2 passes, 1 lane: OWASP's recommendation. Raising it upgrades each person at the next sign-in. */
const current = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options;
// The library's default algorithm is argon2id; its enum cannot be used with isolated modules.
const currentPrefix = `$argon2id$v=19$m=${current.memoryCost},t=${current.timeCost},p=${current.parallelism}$`;

// The same letters typed on different systems can be different code points.
const normalise = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalise(password), current);

let decoy: Promise<string> | undefined;

/**
 * Whether the password belongs to the hash. Without one (nobody has this address, or no password) it takes as long and
 * answers no, so that the time tells nothing.
 */
export async function verifyPasswordHash(
  passwordHash: string | null,
  password: string,
): Promise<{ matches: boolean; needsRehash: boolean }> {
  decoy ??= hashPassword(randomBytes(32).toString('base64'));
  const decoyHash = await decoy;
  const matches = await verify(passwordHash ?? decoyHash, normalise(password));
  if (passwordHash === null) return { matches: false, needsRehash: false };
  return { matches, needsRehash: matches && !passwordHash.startsWith(currentPrefix) };
}
