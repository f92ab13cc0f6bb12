import { setImmediate as nextTurn } from 'node:timers/promises';
import { bundleFormats } from '@gatehouse/contracts/bundles';
import type { Modality } from '@gatehouse/contracts/models';
import { renderBundle } from './render.ts';
import type { BundleModel, BundleSources } from './sources.ts';

const rounds = 4;
const modelsOfFamily = 20;
/** One of each protocol, and one of none. */
const families = ['claude-sonnet', 'gpt-5', 'gemini-2.5-pro', 'glm-4', 'house-model'];

/**
 * Renders every format over an invented catalogue, so that nobody’s first bundle waits for the code to be compiled. Other
 * work goes on between the formats.
 */
export async function warmUpRendering(): Promise<void> {
  for (let round = 0; round < rounds; round += 1)
    for (const format of bundleFormats) {
      renderBundle(format, inventedSources);
      await nextTurn();
    }
}

const textAndImage: Modality[] = ['text', 'image'];

const models = families.flatMap((family, each) =>
  Array.from({ length: modelsOfFamily }, (_, index): BundleModel => {
    const id = `${family}.${index}`;
    const isKnown = index % 2 === 0;
    return {
      id,
      displayName: id,
      kind: 'chat',
      inputModalities: isKnown ? textAndImage : ['text'],
      outputModalities: ['text'],
      contextLimit: isKnown ? 200_000 : null,
      outputLimit: isKnown ? 64_000 : null,
      hasReasoning: each % 2 === 0,
      hasTools: true,
      price: isKnown ? { input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' } : null,
    };
  }),
);

const inventedSources: BundleSources = {
  gateway: { id: '0', name: 'Gateway', baseUrl: 'http://gateway.invalid' },
  clientKey: 'not-a-key',
  keyPlacement: 'inline',
  models,
  choices: { agents: {}, categories: {}, exclusions: [], limits: {}, mcpServers: {}, plugins: [], permissions: {} },
  waiting: null,
};
