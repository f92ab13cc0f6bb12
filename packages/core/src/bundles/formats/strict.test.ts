import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { BundleSources } from '../sources.ts';
import { opencodeSchema } from '../testing/opencode-schema.ts';
import { randomSources } from '../testing/random-sources.ts';
import { rendered } from '../testing/rendered.ts';

const check = (law: (sources: BundleSources) => void) => fc.assert(fc.property(randomSources, law), { numRuns: 200 });

it.each([
  ['opencode', 'opencode.json'],
  ['kilo', 'kilo.json'],
] as const)('%s accepts whatever comes out', (format, name) => {
  check((sources) => {
    const { files, read } = rendered(format, sources);
    if (files.length > 0) expect(opencodeSchema.safeParse(read(name)).error).toBeUndefined();
  });
});

const reference = z.string().regex(/^gatehouse(-gemini)?\/./s);
const slimSchema = z.strictObject({
  preset: z.string(),
  presets: z.record(
    z.string(),
    z.record(
      z.enum(['orchestrator', 'oracle', 'designer', 'explorer', 'librarian', 'fixer']),
      z.strictObject({ model: z.union([reference, z.array(reference).min(1)]), variant: z.string().optional() }),
    ),
  ),
});

it('oh-my-opencode-slim accepts whatever comes out', () => {
  check((sources) => {
    const { files, read } = rendered('oh-my-opencode-slim', sources);
    if (files.length > 0) expect(slimSchema.safeParse(read('oh-my-opencode-slim.json')).error).toBeUndefined();
  });
});

const entry = z.strictObject({ model: reference });
const omoSchema = z.strictObject({
  $schema: z.url(),
  _migrations: z.array(z.string()).min(2),
  '[opencode]': z.strictObject({
    agents: z.record(z.string(), entry),
    categories: z.record(z.string(), entry),
    auto_update: z.literal(false),
  }),
});

it('oh-my-openagent gets a single model for each, and no word that it would take for an old one', () => {
  check((sources) => {
    const { files, read } = rendered('oh-my-openagent', sources);
    if (files.length > 0) expect(omoSchema.safeParse(read('omo.jsonc')).error).toBeUndefined();
  });
});
