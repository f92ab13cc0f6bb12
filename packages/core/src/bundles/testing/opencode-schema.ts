import { z } from 'zod';

/** What OpenCode 1.18 refuses to start without, and then says of every command; and no key that it would not know. */
const modality = z.enum(['text', 'audio', 'image', 'video', 'pdf']);
const amount = z.number().min(0);
const verb = z.enum(['ask', 'allow', 'deny']);
const texts = z.record(z.string(), z.string());

const model = z.strictObject({
  name: z.string().optional(),
  attachment: z.boolean().optional(),
  reasoning: z.boolean().optional(),
  tool_call: z.boolean().optional(),
  limit: z.strictObject({ context: z.number(), output: z.number() }).optional(),
  modalities: z.strictObject({ input: z.array(modality), output: z.array(modality) }).optional(),
  cost: z
    .strictObject({ input: amount, output: amount, cache_read: amount.optional(), cache_write: amount.optional() })
    .optional(),
  provider: z.strictObject({ npm: z.string() }).optional(),
});

export const opencodeSchema = z.strictObject({
  $schema: z.literal('https://opencode.ai/config.json'),
  model: z.string().optional(),
  small_model: z.string().optional(),
  provider: z.record(
    z.string(),
    z.strictObject({
      npm: z.string(),
      name: z.string(),
      options: z.strictObject({ baseURL: z.url(), apiKey: z.string() }),
      models: z.record(z.string(), model),
    }),
  ),
  agent: z.record(z.string(), z.strictObject({ model: z.string(), variant: z.string().optional() })).optional(),
  mcp: z
    .record(
      z.string(),
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('local'),
          command: z.array(z.string()),
          environment: texts.optional(),
          enabled: z.boolean().optional(),
        }),
        z.strictObject({
          type: z.literal('remote'),
          url: z.string(),
          headers: texts.optional(),
          enabled: z.boolean().optional(),
        }),
      ]),
    )
    .optional(),
  permission: z.record(z.string(), verb).optional(),
  plugin: z.array(z.string()).optional(),
});
