import { claimSetupInput } from '@gatehouse/contracts/identity';
import { claimSetup, getSetupStatus } from '@gatehouse/core/setup';
import { publicProcedure, router } from '../trpc/index.ts';

export const setup = router({
  status: publicProcedure.query(({ ctx }) => getSetupStatus(ctx)),
  claim: publicProcedure.input(claimSetupInput).mutation(({ ctx, input }) => claimSetup(ctx, input)),
});
