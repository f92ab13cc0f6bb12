import type { SettingRow } from './repository.ts';
import { isSettingName, suggestions } from './suggestions.ts';

const mapLabels = { 'excluded-models': 'Excluded models', 'model-aliases': 'Model aliases' } as const;

/** How the gateway's history calls it. */
export const labelOf = ({ kind, name }: Pick<SettingRow, 'kind' | 'name'>): string =>
  kind === 'setting' ? (isSettingName(name) ? suggestions[name].label : name) : `${mapLabels[kind]} of ${name}`;
