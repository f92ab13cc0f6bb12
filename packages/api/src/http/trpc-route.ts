import { fail } from '@gatehouse/core/errors';
import { getTRPCErrorShape, TRPCError, transformTRPCResponse } from '@trpc/server';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { appRouter } from '../router/index.ts';
import { type ApiContext, asOutage, isUnexpected } from '../trpc/index.ts';
import { sendJson } from './answers.ts';
import { readBody } from './body.ts';
import { type ApiOptions, createContext, type Exchange } from './options.ts';
import { answerSingleCall, singleCallOf } from './single-call.ts';

export const trpcPrefix = '/api/trpc/';
export const maxBatchSize = 10;

export async function handleTrpc(options: ApiOptions, exchange: Exchange): Promise<void> {
  const { req, res, requestId } = exchange;
  const path = exchange.path.slice(trpcPrefix.length);
  const refusal = refuse(exchange, path);
  if (refusal) return sendRefusal(exchange, path, refusal);
  let body: string | undefined;
  if (req.method === 'POST') {
    const text = await readBody(req);
    if (text === null) return sendRefusal(exchange, path, new TRPCError({ code: 'PAYLOAD_TOO_LARGE' }));
    body = text;
  }
  let context: ApiContext;
  try {
    context = await createContext(options, exchange);
  } catch (error) {
    options.services.log.error({ err: error, requestId }, 'A caller could not be authenticated');
    return sendRefusal(exchange, path, new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: asOutage(error) }));
  }
  if (res.closed) return;
  const onError = (error: TRPCError, procedure: string | undefined) => {
    if (error.code !== 'INTERNAL_SERVER_ERROR' || !isUnexpected(error.cause)) return;
    options.services.log.error({ err: error.cause ?? error, procedure, requestId }, 'A procedure failed');
  };
  const procedure = singleCallOf(exchange, path);
  if (procedure) return answerSingleCall(exchange, { procedure, path, body, context }, (error) => onError(error, path));
  const closed = new Promise<void>((resolve) => res.once('close', resolve));
  void nodeHTTPRequestHandler({
    router: appRouter,
    req: Object.assign(req, { body }),
    res,
    path,
    createContext: () => context,
    onError: ({ error, path: failed }) => onError(error, failed),
  });
  // Not the handler's own promise: it stays open for ever when the client goes away.
  await closed;
}

/** What is refused before anything is read or asked. */
function refuse({ req, query }: Exchange, path: string): TRPCError | null {
  if (query.get('batch') === '1' && path.split(',').length > maxBatchSize) {
    const message = `At most ${maxBatchSize} calls fit into one request.`;
    const cause = fail('batch_too_large', message, { limit: maxBatchSize });
    return new TRPCError({ code: 'BAD_REQUEST', cause });
  }
  if (req.method === 'POST' && !/^application\/json\b/i.test(req.headers['content-type'] ?? ''))
    return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  return null;
}

function sendRefusal({ req, res, requestId }: Exchange, path: string, error: TRPCError): void {
  const config = appRouter._def._config;
  const shape = getTRPCErrorShape({ config, error, type: 'unknown', path, input: undefined, ctx: undefined });
  const answered = { ...shape, data: { ...shape.data, requestId } };
  // The rest of the request is not worth reading.
  res.setHeader('connection', 'close');
  res.once('finish', () => req.destroy());
  sendJson(res, answered.data.httpStatus, JSON.stringify(transformTRPCResponse(config, { error: answered })));
}
