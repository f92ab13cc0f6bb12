import { byIdInput, updateUserInput } from '@gatehouse/contracts/identity';
import { removeUser, updateUser } from '@gatehouse/core/membership';
import { listUsers } from '@gatehouse/core/users';
import { router, session } from '../trpc/index.ts';

export const users = router({
  list: session.query(({ ctx }) => listUsers(ctx)),
  update: session.input(updateUserInput).mutation(({ ctx, input }) => updateUser(ctx, input)),
  remove: session.input(byIdInput).mutation(({ ctx, input }) => removeUser(ctx, input)),
});
