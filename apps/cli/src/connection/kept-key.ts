import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** Of which server, and for which gateway as it was asked for. */
export type KeptKeyPlace = { url: string; gateway: string | undefined };

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const folderOf = (state: string, url: string): string => join(state, 'keys', digest(url));
const pathOf = (state: string, { url, gateway }: KeptKeyPlace): string =>
  join(folderOf(state, url), digest(gateway ?? ''));

/**
 * The client key as the server last gave it, for the time in which the server does not answer. Where it cannot be kept
 * there is none then; whoever asks for it now gets it all the same.
 */
export async function keepKey(state: string, place: KeptKeyPlace, key: string): Promise<void> {
  const path = pathOf(state, place);
  const before = await readIfThere(path).catch(() => null);
  if (before?.toString('utf8') === key) return;
  await writeAtomically(path, Buffer.from(key), 0o600).catch(() => undefined);
}

export async function keptKey(state: string, place: KeptKeyPlace): Promise<string | null> {
  return (await readIfThere(pathOf(state, place)))?.toString('utf8') ?? null;
}

export const forgetKeys = (state: string, url: string): Promise<void> =>
  rm(folderOf(state, url), { recursive: true, force: true });
