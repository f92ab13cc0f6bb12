import { timingSafeEqual } from 'node:crypto';
import type { ClaimSetupInput } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { addressSubject } from '../rate-limits/index.ts';
import { createUser, hashPassword } from '../users/index.ts';
import { findInstallation, type Installation, lockInstallation, markClaimed } from './repository.ts';

const tags = [cacheTags.installation];

/** Whoever holds the setup link becomes the first owner, once. For anyone: the token is the permission. */
export async function claimSetup(ctx: Context, input: ClaimSetupInput): Promise<{ userId: string }> {
  await ctx.rateLimits.consume('setup-claim', addressSubject(ctx.clientAddress));
  const tokenHmac = ctx.hmac('setup-token', input.token);
  // Before the costly hash; again in the transaction, where it counts.
  check(await findInstallation(ctx.db), tokenHmac);
  const passwordHash = await hashPassword(input.password);
  const userId = await withTransaction(ctx.db, async (tx) => {
    check(await lockInstallation(tx), tokenHmac);
    await markClaimed(tx);
    const { name, email } = input;
    const ownerId = await createUser(tx, ctx, { name, email, passwordHash, role: 'owner' });
    await audit(tx, ctx, {
      action: 'installation.claimed',
      resource: 'installation',
      resourceId: null,
      details: { userId: ownerId },
    });
    await ctx.cache.invalidate(tx, tags);
    return ownerId;
  });
  ctx.cache.drop(tags);
  return { userId };
}

function check(installation: Installation | null, tokenHmac: Buffer): void {
  if (installation?.claimed_at) throw fail('setup_already_done', 'Somebody has set up this installation already.', {});
  const expected = installation?.setup_token_hmac;
  if (!expected || !timingSafeEqual(expected, tokenHmac))
    throw fail('setup_token_wrong', 'This setup link is not valid. Use the one that the last start printed.', {});
}
