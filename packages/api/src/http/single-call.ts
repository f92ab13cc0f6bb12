import {
  type AnyTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
  transformTRPCResponse,
} from '@trpc/server';
import { appRouter } from '../router/index.ts';
import type { ApiContext } from '../trpc/index.ts';
import { sendJson } from './answers.ts';
import type { Exchange } from './options.ts';

const config = appRouter._def._config;
// By its whole path, as tRPC keeps them at run time.
const procedures = new Map(Object.entries(appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>));
const methods: Record<string, string> = { query: 'GET', mutation: 'POST' };

/** Undefined for what is left to tRPC's own handler: batches, streams, and whatever it refuses by itself. */
export function singleCallOf({ req, query }: Exchange, path: string): AnyTRPCProcedure | undefined {
  if (query.get('batch') === '1' || req.headers['trpc-accept'] !== undefined) return undefined;
  const procedure = procedures.get(path);
  return procedure && methods[procedure._def.type] === req.method ? procedure : undefined;
}

type Call = { procedure: AnyTRPCProcedure; path: string; body: string | undefined; context: ApiContext };

/**
 * One call, one answer: the same bytes as from tRPC's own handler, which makes a web request, a web response and two
 * streams of each exchange. What the procedure throws is answered and handed to `onError`.
 */
export async function answerSingleCall(
  { res, query }: Exchange,
  { procedure, path, body, context: ctx }: Call,
  onError: (error: TRPCError) => void,
): Promise<void> {
  const { type } = procedure._def;
  // Read only when the procedure asks for it: who may not call it learns nothing about the input.
  const getRawInput = async () => inputFrom(type === 'mutation' ? body : query.get('input'));
  let status = 200;
  let answer: Parameters<typeof transformTRPCResponse>[1];
  try {
    const data = await procedure({ path, getRawInput, ctx, type, signal: undefined, batchIndex: 0 });
    answer = { result: { data } };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    onError(error);
    const shape = getTRPCErrorShape({ config, error, type, path, input: undefined, ctx });
    status = shape.data.httpStatus;
    answer = { error: shape };
  }
  if (res.destroyed) return;
  res.setHeader('vary', 'trpc-accept, accept');
  sendJson(res, status, JSON.stringify(transformTRPCResponse(config, answer)));
}

function inputFrom(text: string | null | undefined): unknown {
  if (text === null || text === undefined) return undefined;
  try {
    return config.transformer.input.deserialize(JSON.parse(text));
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', cause });
  }
}
