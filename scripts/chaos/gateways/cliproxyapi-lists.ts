import { providers } from '@gatehouse/contracts/provider-keys';
import type { SectionName } from '@gatehouse/gateways/double';

/** Begins every key and name of strangers. */
export const foreignPrefix = 'sk-test-foreign-';

export const quickReload = { reloadMs: 3, authsMs: 3 };
export const sections: readonly SectionName[] = [
  ...providers.map((provider) => `${provider}-api-key` as const),
  'openai-compatibility',
];

/** What makes an entry the same to the gateway, for its list. */
export function identityIn(section: SectionName, entry: Record<string, unknown>): string {
  if (section === 'openai-compatibility') return String(entry.name ?? '');
  return [section, entry['api-key'] ?? '', entry['base-url'] ?? ''].join(' ');
}
