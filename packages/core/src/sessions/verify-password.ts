import type { SignedIn, VerifyPasswordInput } from '@gatehouse/contracts/identity';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import type { UserActor } from '../actor/index.ts';
import { audit } from '../audit/index.ts';
import { permitService } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { addressSubject } from '../rate-limits/index.ts';
import { hashPassword, verifyPasswordHash } from '../users/index.ts';
import { type Credentials, findCredentials, insertSession, recordSignIn, replacePasswordHash } from './repository.ts';

const lifetimeDays = 30;

/** Begins a session. Every refusal looks and lasts alike, so that nobody learns which addresses have an account. */
export async function verifyPassword(ctx: Context, input: VerifyPasswordInput): Promise<SignedIn> {
  permitService(ctx);
  await ctx.rateLimits.consume('sign-in-address', addressSubject(input.clientAddress));
  await ctx.rateLimits.consume('sign-in-email', input.email);
  const found = await findCredentials(ctx.db, input.email);
  const { matches, needsRehash } = await verifyPasswordHash(found?.passwordHash ?? null, input.password);
  if (!found || !matches || !found.isActive) throw await refuse(ctx, input, found, matches);
  const rehashed = needsRehash ? await hashPassword(input.password) : null;
  const signedIn = await startSession(ctx, input, found, rehashed);
  if (!signedIn) throw await refuse(ctx, input, found, matches);
  return signedIn;
}

function startSession(
  ctx: Context,
  input: VerifyPasswordInput,
  { userId, passwordHash }: Credentials,
  rehashed: string | null,
): Promise<SignedIn | null> {
  return withTransaction(ctx.db, async (tx) => {
    const user = await recordSignIn(tx, userId);
    if (!user) return null;
    if (rehashed !== null && passwordHash !== null)
      await replacePasswordHash(tx, userId, { before: passwordHash, after: rehashed });
    const sessionId = newId();
    await insertSession(tx, { id: sessionId, userId, userAgent: input.userAgent ?? null, lifetimeDays });
    const { sessionVersion, ...person } = user;
    const actor: UserActor = { type: 'user', userId, ...person, via: { type: 'session', sessionId } };
    await audit(
      tx,
      { ...ctx, actor },
      {
        action: 'session.started',
        resource: 'session',
        resourceId: sessionId,
        details: { clientAddress: input.clientAddress ?? null },
      },
    );
    return { sessionId, userId, sessionVersion, ...person };
  });
}

async function refuse(ctx: Context, input: VerifyPasswordInput, found: Credentials | null, matches: boolean) {
  const reason = found === null ? 'unknown e-mail' : matches ? 'inactive' : 'wrong password';
  await withTransaction(ctx.db, (tx) =>
    audit(tx, ctx, {
      action: 'session.refused',
      resource: 'user',
      resourceId: found?.userId ?? null,
      // What was typed is named only if it is somebody's address: it could be a password in the wrong field.
      details: { reason, email: found?.email ?? null, clientAddress: input.clientAddress ?? null },
    }),
  );
  return fail('wrong_credentials', 'The e-mail address or the password is wrong.', {});
}
