import type { UnmanagedEntryView } from '@gatehouse/contracts/gateway-upkeep';
import { factLabel } from '../../messages/gateway-upkeep.ts';

/** Names an entry among those of all lists. */
export const choiceKey = ({ resource, key }: Pick<UnmanagedEntryView, 'resource' | 'key'>): string =>
  `${resource} ${key}`;

export const isAdoptable = ({ obstacle }: Pick<UnmanagedEntryView, 'obstacle'>): boolean => obstacle === null;

/** The facts in one line, without what the label says. Numbers follow their name, the rest speaks for itself. */
export function factsText({ label, details }: Pick<UnmanagedEntryView, 'label' | 'details'>): string {
  const said = label.toLowerCase().split(/\s+/);
  return Object.entries(details)
    .filter(([, value]) => !said.includes(value.toLowerCase()))
    .map(([name, value]) => (/^\d+$/.test(value) ? `${factLabel(name)}: ${value}` : value))
    .join(' · ');
}

/** In portions that one call takes. */
export function inPortions<Item>(items: readonly Item[], size: number): Item[][] {
  const portions: Item[][] = [];
  for (let start = 0; start < items.length; start += size) portions.push(items.slice(start, start + size));
  return portions;
}

/** Every word must occur in what a row shows. */
export function filterUnmanaged(entries: readonly UnmanagedEntryView[], text: string): UnmanagedEntryView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const shown = [entry.label, entry.masked, entry.resource, entry.obstacle ?? '', ...Object.values(entry.details)];
    const haystack = shown.join(' ').toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
