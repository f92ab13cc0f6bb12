import type { EntryStatus, GatewayEntryView, Resource } from '@gatehouse/contracts/gateways';
import { resourceLabels, statusLabels } from '../../messages/en.ts';

export type EntryFilter = { text: string; status: EntryStatus | null; resource: Resource | null };

/** Every word must occur in what a row shows. */
export function filterEntries(
  entries: readonly GatewayEntryView[],
  { text, status, resource }: EntryFilter,
): GatewayEntryView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (status && entry.state.status !== status) return false;
    if (resource && entry.resource !== resource) return false;
    const parts = [entry.label, entry.ownerName ?? 'Gatehouse', resourceLabels[entry.resource]];
    const shown = [...parts, statusLabels[entry.state.status], entry.state.problem?.message ?? ''];
    const haystack = shown.join(' ').toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** How many there are of each, those without any left out, in the order of `values`. */
export function countEach<Item, Value extends string>(
  items: readonly Item[],
  values: readonly Value[],
  nameOf: (item: Item) => Value,
): { value: Value; count: number }[] {
  return values
    .map((value) => ({ value, count: items.filter((item) => nameOf(item) === value).length }))
    .filter(({ count }) => count > 0);
}
