import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, bundle } from '@gatehouse/contracts/bundles';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { sha256 } from './journal.ts';

/** The last bundle that a server gave, for when it cannot be reached. It may hold a key: for the owner only. */
export type KeptBundle = { at: string; bundle: Bundle };

const pathIn = (state: string, name: string): string =>
  join(state, 'bundles', `${sha256(Buffer.from(name)).slice(0, 24)}.json`);

export async function keepBundle(state: string, name: string, kept: Bundle): Promise<void> {
  const text = JSON.stringify({ at: new Date().toISOString(), bundle: kept });
  await writeAtomically(pathIn(state, name), Buffer.from(text), 0o600);
}

export async function readKeptBundle(state: string, name: string): Promise<KeptBundle | null> {
  const bytes = await readIfThere(pathIn(state, name)).catch(() => null);
  if (!bytes) return null;
  try {
    const value = JSON.parse(bytes.toString('utf8')) as { at?: unknown; bundle?: unknown };
    return { at: String(value.at), bundle: bundle.parse(value.bundle) };
  } catch {
    return null;
  }
}

export const forgetBundles = (state: string): Promise<void> =>
  rm(join(state, 'bundles'), { recursive: true, force: true });
