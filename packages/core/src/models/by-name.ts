import type { Modality, ModelKind, ModelMetadata } from '@gatehouse/contracts/models';
import { displayNameOf } from './display-name.ts';
import { kindOfModel } from './kind.ts';

const outputOf: Record<ModelKind, Modality> = {
  chat: 'text',
  embedding: 'text',
  image: 'image',
  audio: 'audio',
  video: 'video',
  other: 'text',
};

/** What can be said of a model of which nothing but the id is known. */
export function metadataByName(modelId: string): ModelMetadata {
  const kind = kindOfModel(modelId);
  return {
    displayName: displayNameOf(modelId),
    kind,
    inputModalities: ['text'],
    outputModalities: [outputOf[kind]],
    contextLimit: null,
    outputLimit: null,
    hasReasoning: false,
    hasTools: kind === 'chat',
    price: null,
  };
}
