import type { ErrorCode, ErrorKind, ErrorPayload } from '@gatehouse/contracts/errors';
import { Failure } from './failure.ts';

/** What to do, where the kind alone says too little. Codes that only browsers meet have none. */
const adviceByCode: Partial<Record<ErrorCode, string>> = {
  unauthenticated: 'Run: gatehouse login (in scripts, give GATEHOUSE_TOKEN another token)',
  scope_missing: 'Sign in again to get a token that may: gatehouse login',
  no_client_key: 'Run: gatehouse keys create <name>',
  no_gateway: 'Ask an administrator to connect a gateway.',
  provider_key_taken: 'See who has it: gatehouse providers list',
  custom_provider_name_taken: 'Choose another --name.',
  client_key_limit: 'Revoke one that you no longer use: gatehouse keys revoke <id>',
  key_limits_unsupported: 'See which gateways there are: gatehouse gateways list',
  provider_key_limit: 'Remove one that you no longer use: gatehouse providers remove <id>',
  custom_provider_limit: 'Remove one that you no longer use: gatehouse providers remove <id>',
  service_unavailable: 'Wait a little, then repeat the command.',
  catalogue_unavailable: 'See what is offered: gatehouse models list',
};

const adviceByKind = {
  invalid: 'See: gatehouse help',
  unauthenticated: 'Run: gatehouse login',
  forbidden: 'Ask an administrator for a role that may do this.',
  'not-found': 'Check the name or id with the list command.',
  conflict: 'Look at the present state with the list command.',
  limit: 'Remove something that you no longer use.',
  precondition: 'Do that first, then repeat the command.',
  'too-many-requests': 'Wait a little, then repeat the command.',
  unavailable: 'The address comes from --url, GATEHOUSE_URL or the last gatehouse login.',
  internal: "Give the request id to whoever runs Gatehouse; the server's log has the cause.",
} as const satisfies Record<ErrorKind, string>;

type Answered = {
  message: string;
  kind: ErrorKind;
  payload: ErrorPayload | null;
  requestId: string | null;
  cause?: unknown;
};

/** An answer of the API, for the person at the terminal. */
export function explainAnswer({ message, kind, payload, requestId, cause }: Answered): Failure {
  return new Failure(kind, payload?.code === 'unauthenticated' ? tokenRefused : withFields(message, payload), {
    advice: isCertificate(kind, message) ? certificateAdvice : adviceFor(kind, payload),
    code: payload?.code ?? null,
    requestId,
    cause,
  });
}

/** Without any token nothing is asked. */
const tokenRefused = 'Your access token has expired or was revoked.';

const certificateAdvice =
  'If your organisation signs certificates itself, name its certificate: export NODE_EXTRA_CA_CERTS=<file.pem>';
const isCertificate = (kind: ErrorKind, message: string): boolean =>
  kind === 'unavailable' && /\bcertificate\b/.test(message);

function adviceFor(kind: ErrorKind, payload: ErrorPayload | null): string {
  if (payload?.code === 'too_many_requests') {
    return `Wait ${payload.details.retryAfterSeconds} s, then repeat the command.`;
  }
  return (payload && adviceByCode[payload.code]) ?? adviceByKind[kind];
}

/** The first wrong field is named: its message alone may not say which option was meant. */
function withFields(message: string, payload: ErrorPayload | null): string {
  if (payload?.code !== 'invalid_input') return message;
  const fields = Object.entries(payload.details.fields).map(([field, messages]) => `${field}: ${messages.join(' ')}`);
  return fields.length > 0 ? fields.join('; ') : message;
}
