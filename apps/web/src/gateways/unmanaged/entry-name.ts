import { displayName } from '@gatehouse/contracts/fields';

/** What is wrong with a name; null if nothing is, and for none at all: then the entry keeps what it is called. */
export function nameProblem(name: string): string | null {
  if (name.trim() === '') return null;
  const checked = displayName.safeParse(name);
  return checked.success ? null : (checked.error.issues[0]?.message ?? 'Choose another name.');
}
