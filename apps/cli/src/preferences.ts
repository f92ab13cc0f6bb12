import { join } from 'node:path';
import { type BundleFormat, bundleFormats, type KeyPlacement, keyPlacements } from '@gatehouse/contracts/bundles';
import { readIfThere } from './files/read.ts';
import { writeAtomically } from './files/write-atomically.ts';

/** What a person was asked once. */
export type Preferences = { agents: BundleFormat[] | null; keyPlacement: KeyPlacement | null };

const pathIn = (config: string): string => join(config, 'preferences.json');

/** One that cannot be read counts as none: the person is asked again. */
export async function readPreferences(config: string): Promise<Preferences> {
  const bytes = await readIfThere(pathIn(config));
  try {
    const value = JSON.parse(bytes?.toString('utf8') ?? '{}') as Record<string, unknown>;
    const agents = Array.isArray(value.agents)
      ? bundleFormats.filter((format) => (value.agents as unknown[]).includes(format))
      : null;
    const keyPlacement = keyPlacements.find((placement) => placement === value.keyPlacement) ?? null;
    return { agents: agents && agents.length > 0 ? agents : null, keyPlacement };
  } catch {
    return { agents: null, keyPlacement: null };
  }
}

export async function savePreferences(config: string, change: Partial<Preferences>): Promise<void> {
  const next = { version: 1, ...(await readPreferences(config)), ...change };
  await writeAtomically(pathIn(config), Buffer.from(`${JSON.stringify(next, null, 2)}\n`), 0o600);
}
