import type { ModelView } from '@gatehouse/contracts/models';

export type ModelFilter = { text: string; ownedBy: string; gatewayId: string };

/** Every word must occur somewhere in the id, the display name or the owner. */
export function filterModels<Model extends Pick<ModelView, 'id' | 'displayName' | 'ownedBy' | 'gatewayId'>>(
  models: readonly Model[],
  { text, ownedBy, gatewayId }: ModelFilter,
): Model[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    if (ownedBy !== '' && (model.ownedBy ?? '') !== ownedBy) return false;
    if (gatewayId !== '' && model.gatewayId !== gatewayId) return false;
    const haystack = `${model.id} ${model.displayName} ${model.ownedBy ?? ''}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
