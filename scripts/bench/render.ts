import { bundleFormats } from '../../packages/contracts/src/bundles/index.ts';
import { renderBundle, warmUpRendering } from '../../packages/core/src/bundles/index.ts';
import { modelOf, sampleSources } from '../../packages/core/src/bundles/testing/sources.ts';
import { isDomainError } from '../../packages/core/src/errors/index.ts';
import { modelIds } from './models.ts';

export type Rendered = Record<string, { firstMs: number; timesMs: number[] }>;

const samples = 30;

/** Every format the first time and the times after, in a process that began as the server does, or did nothing before. */
if (process.argv[2] === 'warmed-up') {
  await warmUpRendering();
  // What was found worth it is compiled beside it; nobody asks in the very millisecond in which a server is up.
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const sources = sampleSources({ models: modelIds(300).map((id) => modelOf(id, { contextLimit: 200_000 })) });
const rendered: Rendered = {};
for (const format of bundleFormats) {
  const timesMs = [];
  for (let sample = 0; sample <= samples; sample += 1) {
    const startedAt = performance.now();
    if (!renders(format)) break;
    timesMs.push(performance.now() - startedAt);
  }
  const [firstMs, ...rest] = timesMs;
  if (firstMs !== undefined) rendered[format] = { firstMs, timesMs: rest };
}
process.send?.(rendered);

function renders(format: (typeof bundleFormats)[number]): boolean {
  try {
    return renderBundle(format, sources).modelCount === sources.models.length;
  } catch (error) {
    // One that nothing renders has no time.
    if (isDomainError(error)) return false;
    throw error;
  }
}
