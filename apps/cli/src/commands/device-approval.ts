import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@gatehouse/client/client';
import { isApiError } from '@gatehouse/client/errors';
import type { DeviceLoginPoll, DeviceLoginStart } from '@gatehouse/contracts/access-tokens';
import { Failure } from '../failures/failure.ts';

export type Approved = Extract<DeviceLoginPoll, { status: 'approved' }>;
type Polling = { deviceLogins: Pick<Client['deviceLogins'], 'poll'> };

/** Asks at the interval that the server gives until the person has decided. A lost connection only delays the answer. */
export async function waitForApproval(
  client: Polling,
  start: DeviceLoginStart,
  signal: AbortSignal,
): Promise<Approved> {
  const deadline = Date.now() + start.expiresInSeconds * 1000;
  let intervalSeconds = start.intervalSeconds;
  while (Date.now() < deadline) {
    await sleep(Math.max(intervalSeconds, 0.2) * 1000, undefined, { signal }).catch(() => {
      throw signal.reason;
    });
    const answer = await client.deviceLogins.poll
      .mutate({ deviceCode: start.deviceCode }, { signal })
      .catch(afterFailure);
    if (signal.aborted) throw signal.reason;
    if (answer.status === 'approved') return answer;
    if (answer.status === 'pending') {
      intervalSeconds = answer.intervalSeconds ?? intervalSeconds;
      continue;
    }
    if (answer.status === 'expired') break;
    throw new Failure('forbidden', 'The sign-in was denied in the browser.', {
      advice: 'To try again: gatehouse login',
    });
  }
  throw new Failure('precondition', 'The code has expired before it was confirmed.', {
    advice: 'To get a new one: gatehouse login',
  });
}

function afterFailure(error: unknown): { status: 'pending'; intervalSeconds: number | undefined } {
  if (!isApiError(error)) throw error;
  if (error.payload?.code === 'too_many_requests') {
    return { status: 'pending', intervalSeconds: error.payload.details.retryAfterSeconds };
  }
  if (error.kind === 'unavailable') return { status: 'pending', intervalSeconds: undefined };
  throw error;
}
