import { previewBundleInput } from '@gatehouse/contracts/bundles';
import { getBundle } from '@gatehouse/core/bundles';
import { router, token } from '../trpc/index.ts';

export const bundles = router({
  preview: token('bundle')
    .input(previewBundleInput)
    .query(({ ctx, input }) => getBundle(ctx, input)),
});
