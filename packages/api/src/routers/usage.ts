import { usageSummaryInput } from '@gatehouse/contracts/usage';
import { summariseUsage } from '@gatehouse/core/usage';
import { router, token } from '../trpc/index.ts';

export const usage = router({
  summary: token('read')
    .input(usageSummaryInput)
    .query(({ ctx, input }) => summariseUsage(ctx, input)),
});
