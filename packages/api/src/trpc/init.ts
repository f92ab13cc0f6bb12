import type { Scope } from '@gatehouse/contracts/permissions';
import { initTRPC } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import superjson from 'superjson';
import type { ApiContext } from './context.ts';
import { answerToTrpcError } from './errors.ts';

export type ProcedureKind = 'public' | 'session' | 'token' | 'service';
/** A procedure says who may call it. `scope` is what an access token needs for one of kind `token`. */
export type ProcedureMeta = { kind: ProcedureKind; scope?: Scope };

export const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    isDev: false,
    sse: {
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 45_000 },
      // The browser connects again by itself, and is then authenticated again.
      maxDurationMs: 600_000,
    },
    errorFormatter({ error, path, type, ctx }) {
      const { payload, message, code, httpStatus } = answerToTrpcError(error, type);
      return {
        message,
        code: TRPC_ERROR_CODES_BY_KEY[code],
        data: { code, httpStatus, path, error: payload, requestId: ctx?.requestId ?? null },
      };
    },
  });
