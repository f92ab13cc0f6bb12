import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Answer } from '../http/transport.ts';

export const lockoutSentence =
  'Five wrong tries lock this server out of the gateway for 30 minutes, so Gatehouse stops asking until the key is changed.';

const problem = (code: GatewayProblem['code'], message: string, retryAfterSeconds?: number): GatewayProblem =>
  retryAfterSeconds === undefined ? { code, message } : { code, message, retryAfterSeconds };

/** What a management answer that is not a success means. Nothing of the body goes into the sentence. */
export function statusProblem(answer: Answer): GatewayProblem {
  const isGateway = hasManagementHeader(answer);
  const text = errorText(answer.body);
  switch (answer.status) {
    case 401:
      return isGateway
        ? problem('unauthorized', `The gateway refused the management key. ${lockoutSentence}`)
        : problem('unauthorized', 'Something in front of the gateway asks for credentials of its own.');
    case 403:
      return forbiddenProblem(text, isGateway);
    case 404:
      return isGateway
        ? problem('unsupported', 'This version of the gateway does not have this function.')
        : problem('management_disabled', managementOff);
  }
  if (answer.status >= 300 && answer.status < 400)
    return problem(
      'unexpected_answer',
      'The address answers with a redirect. Enter the address it leads to; the key is never sent on.',
    );
  if (answer.status >= 500) return serverProblem(answer.status, text);
  // Not `refused`, which is the last word on an entry: the same write is welcome a little later.
  if (answer.status === 429) return problem('server_error', 'Something in front of the gateway limits requests.', 60);
  return problem('refused', `The gateway refused the request as invalid (HTTP ${answer.status}).`);
}

const managementOff =
  'The gateway does not offer its management API there: no management key is set on it, it is run by a control plane of its own, or the address is wrong.';

function forbiddenProblem(text: string, isGateway: boolean): GatewayProblem {
  if (/banned/i.test(text)) {
    const seconds = durationSeconds(text);
    return problem(
      'banned',
      `The gateway has locked this server's address out after five wrong management keys, for ${Math.max(1, Math.ceil(seconds / 60))} more minutes. Restarting the gateway ends it sooner.`,
      seconds,
    );
  }
  if (/remote management disabled/i.test(text))
    return problem(
      'remote_management_disabled',
      'The gateway only accepts management from its own machine. Set remote-management.allow-remote there, or MANAGEMENT_PASSWORD.',
    );
  if (/key not set/i.test(text)) return problem('management_disabled', 'The gateway has no management key set.');
  return isGateway
    ? problem('unauthorized', 'The gateway refused management access.')
    : problem('unauthorized', 'Something in front of the gateway refused the request.');
}

function serverProblem(status: number, text: string): GatewayProblem {
  if (/failed to save config/i.test(text))
    return problem(
      'server_error',
      'The gateway could not save its configuration file: read-only, or its disk is full.',
    );
  return problem('server_error', `The gateway, or something in front of it, failed (HTTP ${status}).`);
}

export const hasManagementHeader = (answer: Answer): boolean => typeof answer.headers['x-cpa-version'] === 'string';

function errorText(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'string')
      return value.error;
  } catch {
    // Not JSON: nothing to recognise.
  }
  return '';
}

/** Seconds of a Go duration such as `29m58s` inside a text; half an hour if there is none. */
export function durationSeconds(text: string): number {
  const match = /(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.\d+)?s)?\s*$/.exec(text);
  const [hours = 0, minutes = 0, seconds = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds || 1800;
}
