import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Answer } from '../http/transport.ts';
import { errorText } from './envelope.ts';

export type Refusal = {
  problem: GatewayProblem;
  /** It may have acted before it failed. */
  mayHaveActed: boolean;
};

const certainly = (code: GatewayProblem['code'], message: string): Refusal => ({
  problem: { code, message },
  mayHaveActed: false,
});

/** What an admin answer that is not a success means. Nothing of the body goes into the sentence. */
export function refusalOf(answer: Answer): Refusal {
  const { status } = answer;
  const text = errorText(answer.body);
  const known = knownProblem(text);
  if (known && status >= 400) return known;
  if (status === 401) return certainly('unauthorized', 'The gateway refused the management key. Enter its master key.');
  if (status === 403)
    return certainly('unauthorized', 'This key may not manage the gateway. Enter its master key, or an admin key.');
  if (status === 404) return certainly('unsupported', 'This gateway does not have what was asked for.');
  if (status === 429) return busy(answer);
  if (status >= 300 && status < 400)
    return certainly(
      'unexpected_answer',
      'The address answers with a redirect. Enter the address it leads to; the key is never sent on.',
    );
  if (status >= 500 || status === 408)
    return {
      problem: { code: 'server_error', message: `The gateway, or something in front of it, failed (HTTP ${status}).` },
      mayHaveActed: true,
    };
  return certainly('refused', `The gateway refused the request as invalid (HTTP ${status}).`);
}

function busy(answer: Answer): Refusal {
  const seconds = Number(answer.headers['retry-after'] ?? 60);
  return {
    problem: {
      code: 'server_error',
      message: 'The gateway, or something in front of it, limits requests.',
      retryAfterSeconds: Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : 60,
    },
    mayHaveActed: false,
  };
}

/** Cases that several versions report with different statuses, known by their text alone. */
function knownProblem(text: string): Refusal | null {
  if (/STORE_MODEL_IN_DB/i.test(text))
    return certainly(
      'unsupported',
      'This LiteLLM keeps its models in a file only. Set STORE_MODEL_IN_DB=True there, then sync again.',
    );
  if (/DB not connected|No connected db|no_db_connection|Database not connected/i.test(text))
    return certainly('server_error', 'This LiteLLM has no connection to its database, so it holds no keys.');
  // Said with the status of a wrong key or an unknown address, though neither is: the team comes first.
  if (/is not a member of the team|not assigned to team|Team doesn't exist in db|find team object/i.test(text))
    return certainly('list_moved', 'The gateway does not have the team of this key, or its owner in it, yet.');
  if (/enterprise|premium user/i.test(text))
    return certainly('unsupported', 'This LiteLLM needs an enterprise licence for that.');
  return null;
}

export const isMissing = (status: number | null, text: string): boolean =>
  status === 404 || (status === 400 && /not found/i.test(text));
