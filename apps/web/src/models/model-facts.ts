import type { ModelView } from '@gatehouse/contracts/models';

/** `200000` → `200k`, `1048576` → `1.05M`; unknown is a dash. */
export function tokenCount(count: number | null): string {
  if (count === null) return '–';
  if (count >= 1_000_000) return `${Number((count / 1_000_000).toFixed(2))}M`;
  return count >= 1000 ? `${Math.round(count / 1000)}k` : String(count);
}

/** Input and output for a million tokens; unknown is a dash, never free. */
export const priceText = ({ price }: Pick<ModelView, 'price'>): string =>
  price ? `$${price.input} / $${price.output}` : '–';

export function abilitiesOf(model: Pick<ModelView, 'hasReasoning' | 'hasTools' | 'inputModalities'>): string[] {
  return [
    ...(model.hasReasoning ? ['reasoning'] : []),
    ...(model.hasTools ? ['tools'] : []),
    ...model.inputModalities.filter((modality) => modality !== 'text'),
  ];
}
