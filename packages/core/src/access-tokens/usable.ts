import { fail } from '../errors/index.ts';
import type { DeviceLogin } from './device-repository.ts';

const sentences = {
  unknown: 'This code is not known. Check it, or start the login again.',
  expired: 'This login has expired. Start it again.',
  denied: 'This login was denied. Start it again.',
  consumed: 'This login was confirmed already.',
} as const;

export const unusable = (reason: keyof typeof sentences) =>
  fail('device_login_unusable', sentences[reason], { reason });

/** The login, if it still waits for a person. */
export function requirePending(login: DeviceLogin | null): DeviceLogin {
  if (!login) throw unusable('unknown');
  if (login.status === 'denied') throw unusable('denied');
  if (login.status !== 'pending') throw unusable('consumed');
  if (login.isExpired) throw unusable('expired');
  return login;
}
