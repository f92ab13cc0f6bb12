import { endSessionInput, verifyPasswordInput } from '@gatehouse/contracts/identity';
import { endSession, verifyPassword } from '@gatehouse/core/sessions';
import { whoAmI } from '@gatehouse/core/users';
import { router, service, token } from '../trpc/index.ts';

export const auth = router({
  verifyPassword: service.input(verifyPasswordInput).mutation(({ ctx, input }) => verifyPassword(ctx, input)),
  endSession: service.input(endSessionInput).mutation(({ ctx, input }) => endSession(ctx, input)),
  whoAmI: token('read').query(({ ctx }) => whoAmI(ctx)),
});
