import { listAuditEntriesInput } from '@gatehouse/contracts/audit';
import { listAuditEntries } from '@gatehouse/core/audit';
import { router, session } from '../trpc/index.ts';

export const audit = router({
  list: session.input(listAuditEntriesInput).query(({ ctx, input }) => listAuditEntries(ctx, input)),
});
