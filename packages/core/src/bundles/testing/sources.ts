import { type BundleChoices, bundleChoices } from '@gatehouse/contracts/bundle-choices';
import type { Modality, ModelMetadata } from '@gatehouse/contracts/models';
import { metadataByName } from '../../models/index.ts';
import { personalModels } from '../personal-models.ts';
import type { BundleModel, BundleSources } from '../sources.ts';

export const ownKey = 'sk-gh-test-own';

export const modelOf = (id: string, known: Partial<ModelMetadata> = {}): BundleModel => ({
  id,
  ...metadataByName(id),
  ...known,
});

const textAndImage: Modality[] = ['text', 'image'];

/** One model of each protocol, well known and not, and one that is no chat model. */
export const sampleModels: BundleModel[] = [
  modelOf('claude-haiku-4-5', { hasReasoning: true, inputModalities: textAndImage }),
  modelOf('claude-sonnet-4-5', {
    hasReasoning: true,
    inputModalities: textAndImage,
    contextLimit: 200_000,
    outputLimit: 64_000,
    price: { input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' },
  }),
  modelOf('gemini-2.5-pro', {
    hasReasoning: true,
    inputModalities: ['text', 'image', 'audio', 'video', 'pdf'],
    contextLimit: 1_048_576,
    outputLimit: 65_536,
    price: { input: '1.25', output: '10' },
  }),
  modelOf('glm-4.6', { contextLimit: 200_000 }),
  modelOf('gpt-5.1-codex', { hasReasoning: true, contextLimit: 400_000, outputLimit: 128_000 }),
  modelOf('text-embedding-3-large'),
];

type Given = Partial<Omit<BundleSources, 'choices'>> & { choices?: Partial<BundleChoices> };

/** As they are loaded: what the choices exclude is not in the models. */
export function sampleSources({ models = sampleModels, choices = {}, ...given }: Given = {}): BundleSources {
  const all = { ...bundleChoices.parse({}), ...choices };
  return {
    gateway: { id: '0', name: 'Team', baseUrl: 'http://gateway.example:8317' },
    clientKey: ownKey,
    keyPlacement: 'inline',
    waiting: null,
    ...given,
    models: personalModels(models, all),
    choices: all,
  };
}
