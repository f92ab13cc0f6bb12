import type { ModelMetadata } from '@gatehouse/contracts/models';
import type { MetadataTable } from './packaged.ts';

/** Finds what a table says of a gateway's model, null where it says nothing. */
export type LookUp = (modelId: string) => ModelMetadata | null;

/**
 * Gateways spell ids in their own way: with a provider in front, with a date behind, with hyphens for dots. The exact id
 * is believed first; among the others the one that comes first in the table.
 */
export function lookUpIn({ models }: Pick<MetadataTable, 'models'>): LookUp {
  const byPlainId = new Map<string, ModelMetadata>();
  for (const [id, metadata] of Object.entries(models)) {
    const plain = plainId(id);
    if (!byPlainId.has(plain) || !id.includes('/')) byPlainId.set(plain, metadata);
  }
  return (modelId) => (Object.hasOwn(models, modelId) && models[modelId]) || byPlainId.get(plainId(modelId)) || null;
}

/** `anthropic/Claude-Sonnet-4.5-20250929` → `claude-sonnet-4-5`. */
export function plainId(modelId: string): string {
  return modelId
    .slice(modelId.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/:[a-z]+$/, '')
    .replace(/[-@](20\d{2}-?[01]\d-?[0-3]\d|latest)$/, '')
    .replaceAll(/[._]/g, '-');
}
