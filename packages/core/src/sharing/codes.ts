import { randomInt } from 'node:crypto';

/** 32 letters and digits that nobody takes for one another. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Eight of them: 40 random bits. */
export const randomShareCode = (): string =>
  Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');

export const showShareCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
