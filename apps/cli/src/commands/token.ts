import { isApiError } from '@gatehouse/client/errors';
import { connect } from '../connection/connect.ts';
import { keepKey, keptKey } from '../connection/kept-key.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { rememberSecret } from '../terminal/redact.ts';
import { chooseGateway } from './gateway-choice.ts';

/** An agent waits for it at its start. */
const patienceMs = 5_000;

/**
 * The client key alone on the standard output, for coding agents that run a command for it. A server that does not answer
 * must not keep an agent from starting: then it is the key that was given last.
 */
export async function printToken(invocation: Invocation, options: { gateway?: string }): Promise<number> {
  const { folders, terminal } = invocation;
  const { url, client } = await connect(invocation);
  const place = { url, gateway: options.gateway };
  try {
    const gatewayId = await chooseGateway(client, options.gateway);
    const signal = AbortSignal.timeout(patienceMs);
    const { key, gateway } = await client.clientKeys.current.query({ gatewayId }, { signal });
    rememberSecret(key);
    await keepKey(folders.state, place, key);
    show(invocation, { key, gateway: gateway.name, isKept: false });
  } catch (error) {
    const key = isWithoutAnswer(error) ? await keptKey(folders.state, place) : null;
    if (key === null) throw error;
    rememberSecret(key);
    terminal.note(`${url} does not answer: this is the key that it gave last.`);
    show(invocation, { key, gateway: null, isKept: true });
  }
  return 0;
}

function show({ terminal }: Invocation, answer: { key: string; gateway: string | null; isKept: boolean }): void {
  if (terminal.isJson) terminal.json(answer);
  else terminal.result(answer.key);
}

const isWithoutAnswer = (error: unknown): boolean =>
  (isApiError(error) || error instanceof Failure) && (error.kind === 'unavailable' || error.kind === 'internal');
