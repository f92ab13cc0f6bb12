import type { SessionView } from '@gatehouse/contracts/identity';
import { permitSession } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { findSessionsOf } from './repository.ts';

/** One's own that can still be used, newest first. */
export async function listSessions(ctx: Context): Promise<SessionView[]> {
  const actor = permitSession(ctx);
  const sessions = await findSessionsOf(ctx.db, actor.userId);
  return sessions.map((session) => ({ ...session, isCurrent: session.id === actor.via.sessionId }));
}
