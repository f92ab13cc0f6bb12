import { byIdInput } from '@gatehouse/contracts/identity';
import { listSessions, revokeSession } from '@gatehouse/core/sessions';
import { router, session } from '../trpc/index.ts';

export const sessions = router({
  list: session.query(({ ctx }) => listSessions(ctx)),
  revoke: session.input(byIdInput).mutation(({ ctx, input }) => revokeSession(ctx, input)),
});
