import { appRouter } from '../router/index.ts';
import type { ProcedureMeta } from '../trpc/index.ts';

export type ProcedureFacts = {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  meta: ProcedureMeta | undefined;
};

/** Every procedure of the router, as it really is. */
export const allProcedures: ProcedureFacts[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { type, meta } = (procedure as unknown as { _def: { type: ProcedureFacts['type']; meta?: ProcedureMeta } })
    ._def;
  return { path, type, meta };
});
