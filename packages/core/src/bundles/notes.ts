import { bundlePresets } from '@gatehouse/contracts/bundles';
import type { BundleSources, FormatInput } from './sources.ts';

/** What the person chose and cannot have as it is. */
export function missing({ choices, find }: Pick<FormatInput, 'choices' | 'find'>): string[] {
  const notes: string[] = [];
  for (const id of new Set([choices.defaultModel, choices.smallModel]))
    if (id !== undefined && !find(id)) notes.push(`You chose “${id}”, which is not offered: another model stands in.`);
  if (choices.preset !== undefined && !Object.hasOwn(bundlePresets, choices.preset))
    notes.push(`You chose the set “${choices.preset}”, which there is no more: choose another one.`);
  return notes;
}

/** What of the share that the person follows is not in the bundle. */
export function leftOut({ waiting }: Pick<BundleSources, 'waiting'>): string[] {
  if (!waiting) return [];
  const { share, forConsent, forValues } = waiting;
  return [...noteOf(share, forConsent, 'you agree to'), ...noteOf(share, forValues, 'you fill in values for')];
}

function noteOf(share: string, names: readonly string[], until: string): string[] {
  if (names.length === 0) return [];
  const [verb, pronoun] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const list = names.map((name) => `“${name}”`).join(', ');
  return [`${list} of “${share}” ${verb} left out until ${until} ${pronoun}. Run: gatehouse share consent`];
}
