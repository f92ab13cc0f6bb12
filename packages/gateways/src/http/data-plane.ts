import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { GatewayModel } from '../driver/index.ts';
import { failureProblem } from './failure.ts';
import { isRecord, text } from './raw.ts';
import type { Transport } from './transport.ts';

type Models = { ok: true; models: GatewayModel[] } | { ok: false; problem: GatewayProblem };

/** Neither a client's `anthropic-version` nor its user agent is sent: with those the gateway disguises the ids. */
const askModels = (transport: Transport, clientKey: string) =>
  transport.send({ method: 'GET', path: '/v1/models', bearer: clientKey });

export async function admits(transport: Transport, clientKey: string): Promise<boolean | null> {
  const answer = await askModels(transport, clientKey);
  if (!answer.ok) return null;
  if (answer.status === 200) return true;
  return answer.status === 401 ? false : null;
}

/** The models in the order of their ids; the gateway's own order is random. */
export async function listModels(transport: Transport, host: string, clientKey: string): Promise<Models> {
  const answer = await askModels(transport, clientKey);
  if (!answer.ok) return { ok: false, problem: failureProblem(answer, host) };
  if (answer.status === 401)
    return {
      ok: false,
      problem: { code: 'unauthorized', message: 'The gateway does not admit this client key (yet).' },
    };
  if (answer.status !== 200)
    return {
      ok: false,
      problem: { code: 'server_error', message: `The gateway did not list its models (HTTP ${answer.status}).` },
    };
  const models = parseModels(answer.body);
  return models
    ? { ok: true, models }
    : {
        ok: false,
        problem: { code: 'unexpected_answer', message: 'The gateway listed its models in an unknown form.' },
      };
}

function parseModels(body: string): GatewayModel[] | null {
  try {
    const value: unknown = JSON.parse(body);
    if (!isRecord(value) || !Array.isArray(value.data)) return null;
    const models = value.data
      .filter(isRecord)
      .map((model) => ({ id: text(model.id), ownedBy: text(model.owned_by) || null }));
    return models.filter(({ id }) => id !== '').sort((a, b) => (a.id < b.id ? -1 : 1));
  } catch {
    return null;
  }
}
