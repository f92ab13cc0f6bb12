import { randomBytes } from 'node:crypto';
import { withTransaction } from '@gatehouse/db/errors';
import { lockTransaction } from '@gatehouse/db/locks';
import type { Services } from '../context/index.ts';
import { createHmac, randomToken, type SealedColumn } from '../secrets/index.ts';
import { findInstallation, insertInstallation, replaceSetupToken } from './repository.ts';

const pepperPlace = 'installation.pepper_sealed:1';

/** What this domain keeps sealed; read when secret keys are rotated. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'installation',
    column: 'pepper_sealed',
    key: 'id::text',
    place: (id) => `installation.pepper_sealed:${id}`,
  },
];

/**
 * At every start, before anything is hashed: the pepper of this installation, made at the first start. As long as
 * nobody has claimed it, also a setup token that replaces the one of the start before; it exists nowhere else.
 */
export function ensureInstallation({ db, sealer }: Pick<Services, 'db' | 'sealer'>): Promise<{
  pepper: Buffer;
  setupToken: string | null;
}> {
  return withTransaction(db, async (tx) => {
    await lockTransaction(tx, 'installation');
    const found = await findInstallation(tx);
    const pepper = found ? Buffer.from(sealer.open(found.pepper_sealed, pepperPlace), 'base64') : randomBytes(32);
    if (found?.claimed_at) return { pepper, setupToken: null };
    const setupToken = randomToken('setup_');
    const tokenHmac = createHmac(pepper)('setup-token', setupToken);
    if (found) await replaceSetupToken(tx, tokenHmac);
    else await insertInstallation(tx, { pepperSealed: sealer.seal(pepper.toString('base64'), pepperPlace), tokenHmac });
    return { pepper, setupToken };
  });
}

/** The one-time link. The token is in the fragment, which browsers never send: it reaches no server log. */
export const setupUrl = (publicUrl: string, setupToken: string): string => `${publicUrl}/setup#${setupToken}`;
