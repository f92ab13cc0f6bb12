import type { LiveModel } from './auths.ts';

/** The OpenAI form of a model list. */
export const openaiModels = (models: LiveModel[]) => ({
  data: models.map(({ id, created, ownedBy }) => ({ created, id, object: 'model', owned_by: ownedBy })),
  object: 'list',
});

// Anthropic's clients only show models that look like Claude's; the gateway disguises the others by this rule.
const disguise = (id: string): string =>
  id.startsWith('claude-') ? id : `claude-fable-5-dd-${[...id].reverse().join('')}`;

/** The Anthropic form: sorted, and with foreign ids in disguise. */
export function anthropicModels(models: LiveModel[]) {
  const data = models
    .map((model) => ({
      id: disguise(model.id),
      object: 'model',
      owned_by: model.ownedBy,
      type: 'model',
      display_name: model.name,
      created_at: new Date(model.created * 1000).toISOString().replace('.000Z', 'Z'),
      max_input_tokens: model.maxInput,
      max_tokens: model.maxOutput,
    }))
    .sort((a, b) => (`${a.display_name}\0${a.id}` < `${b.display_name}\0${b.id}` ? -1 : 1));
  return { data, has_more: false, first_id: data[0]?.id ?? '', last_id: data.at(-1)?.id ?? '' };
}

/** The Gemini form. */
export const geminiModels = (models: LiveModel[]) => ({
  models: models.map(({ id, name, maxInput, maxOutput }) => ({
    name: `models/${id}`,
    displayName: name,
    description: id,
    inputTokenLimit: maxInput,
    outputTokenLimit: maxOutput,
    supportedGenerationMethods: ['generateContent'],
  })),
});
