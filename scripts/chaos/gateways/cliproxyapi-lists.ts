import { providers } from '@gatehouse/contracts/provider-keys';
import type { SectionName } from '@gatehouse/gateways/double';

export const quickReload = { reloadMs: 3, authsMs: 3 };
export const sections = [
  ...providers.map((provider) => `${provider}-api-key` as const),
  'openai-compatibility',
] as const satisfies readonly SectionName[];
export type Section = (typeof sections)[number];
export const listNames: readonly string[] = ['api-keys', ...sections];
export const isSection = (list: string): list is Section => sections.some((section) => section === list);

/** What makes an entry the same to the gateway, for its list. */
export function identityIn(section: Section, entry: Record<string, unknown>): string {
  if (section === 'openai-compatibility') return String(entry.name ?? '');
  return [section, entry['api-key'] ?? '', entry['base-url'] ?? ''].join(' ');
}
