import { randomBytes } from 'node:crypto';

/** `<prefix><43 base64url characters>`: 256 random bits. */
export const randomToken = (prefix: string): string => prefix + randomBytes(32).toString('base64url');

/** Enough of a secret to recognise it, never enough to use it: nothing of one shorter than 12 characters. */
export function maskSecret(value: string): string {
  if (value.length < 12) return '…';
  return `${value.slice(0, Math.min(6, Math.floor(value.length / 4)))}…${value.slice(-4)}`;
}
