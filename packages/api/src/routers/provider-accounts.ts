import {
  claimAccountInput,
  completeConnectInput,
  connectByIdInput,
  importAccountInput,
  listProviderAccountsInput,
  listUnclaimedInput,
  removeAccountInput,
  startConnectInput,
  updateAccountInput,
} from '@gatehouse/contracts/provider-accounts';
import {
  cancelConnect,
  claimAccount,
  completeConnect,
  getConnectStatus,
  importAccount,
  listProviderAccounts,
  listUnclaimedAccounts,
  removeAccount,
  startConnect,
  updateAccount,
} from '@gatehouse/core/provider-accounts';
import { router, session, token } from '../trpc/index.ts';

export const providerAccounts = router({
  list: token('read')
    .input(listProviderAccountsInput)
    .query(({ ctx, input }) => listProviderAccounts(ctx, input)),
  startConnect: token('write')
    .input(startConnectInput)
    .mutation(({ ctx, input }) => startConnect(ctx, input)),
  completeConnect: token('write')
    .input(completeConnectInput)
    .mutation(({ ctx, input }) => completeConnect(ctx, input)),
  connectStatus: token('read')
    .input(connectByIdInput)
    .query(({ ctx, input }) => getConnectStatus(ctx, input)),
  cancelConnect: token('write')
    .input(connectByIdInput)
    .mutation(({ ctx, input }) => cancelConnect(ctx, input)),
  import: token('write')
    .input(importAccountInput)
    .mutation(({ ctx, input }) => importAccount(ctx, input)),
  update: token('write')
    .input(updateAccountInput)
    .mutation(({ ctx, input }) => updateAccount(ctx, input)),
  remove: token('write')
    .input(removeAccountInput)
    .mutation(({ ctx, input }) => removeAccount(ctx, input)),
  listUnclaimed: token('read')
    .input(listUnclaimedInput)
    .query(({ ctx, input }) => listUnclaimedAccounts(ctx, input)),
  claim: session.input(claimAccountInput).mutation(({ ctx, input }) => claimAccount(ctx, input)),
});
