import { randomBytes } from 'node:crypto';

/** `<prefix><43 base64url characters>`: 256 random bits. */
export const randomToken = (prefix: string): string => prefix + randomBytes(32).toString('base64url');

/** Enough of a secret to recognise it, never enough to use it: at most half, and nothing of one shorter than 12 characters. */
export function maskSecret(value: string): string {
  if (value.length < 12) return '…';
  const end = value.length < 16 ? 2 : 4;
  return `${value.slice(0, Math.min(6, Math.floor(value.length / 4)))}…${value.slice(-end)}`;
}
