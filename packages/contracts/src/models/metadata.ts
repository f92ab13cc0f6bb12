import { z } from 'zod';

export const modelKinds = ['chat', 'embedding', 'image', 'audio', 'video', 'other'] as const;
export type ModelKind = (typeof modelKinds)[number];
export const modelKind = z.enum(modelKinds);

export const modalities = ['text', 'image', 'audio', 'video', 'pdf'] as const;
export type Modality = (typeof modalities)[number];

const usdPerMillion = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, 'Give a price in US dollars for a million tokens, such as 2.50.');

/** US dollars for a million tokens, as decimal numbers. Unknown is left out; it is never zero. */
export const modelPrice = z.strictObject({
  input: usdPerMillion,
  output: usdPerMillion,
  cacheRead: usdPerMillion.optional(),
  cacheWrite: usdPerMillion.optional(),
});
export type ModelPrice = z.infer<typeof modelPrice>;

const tokenCount = z.number().int().min(1).max(100_000_000);

/** What is known of a model beyond its id. Null: unknown. */
export const modelMetadata = z.strictObject({
  displayName: z.string().trim().min(1).max(200),
  kind: modelKind,
  inputModalities: z.array(z.enum(modalities)).min(1),
  outputModalities: z.array(z.enum(modalities)).min(1),
  /** In tokens. */
  contextLimit: tokenCount.nullable(),
  outputLimit: tokenCount.nullable(),
  hasReasoning: z.boolean(),
  hasTools: z.boolean(),
  price: modelPrice.nullable(),
});
export type ModelMetadata = z.infer<typeof modelMetadata>;
