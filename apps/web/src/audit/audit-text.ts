import type { AuditEntryView } from '@gatehouse/contracts/audit';

/** `provider-key.contributed` → “Provider key contributed”. */
export function actionText(action: string): string {
  const words = action.replaceAll(/[.-]/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The details in one line; what is null says nothing. */
export function detailsText(details: Record<string, unknown>): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');
}

/** Every word must occur somewhere in what the row shows. */
export function filterEntries(entries: readonly AuditEntryView[], text: string): AuditEntryView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  return entries.filter((entry) => {
    const parts = [entry.actor, entry.action, actionText(entry.action), detailsText(entry.details)];
    const haystack = [...parts, entry.resourceId ?? '', entry.requestId ?? ''].join(' ').toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
