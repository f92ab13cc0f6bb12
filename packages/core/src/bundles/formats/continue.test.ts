import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey, sampleModels } from '../testing/sources.ts';

describe('the Continue bundle', () => {
  it('lists the models, the one to start with first', () => {
    const models = sampleModels.filter(({ id }) => /haiku|sonnet|gemini/.test(id));
    expect(
      rendered('continue', { models, choices: { defaultModel: 'gemini-2.5-pro' } }).file('config.yaml').content,
    ).toBe(`name: Gatehouse
version: "1.0.0"
schema: v1
models:
  - name: gatehouse/gemini-2.5-pro
    provider: openai
    model: gemini-2.5-pro
    apiBase: http://gateway.example:8317/v1
    apiKey: ${ownKey}
    roles:
      - chat
      - edit
      - apply
    capabilities:
      - tool_use
      - image_input
    defaultCompletionOptions:
      contextLength: 1048576
  - name: gatehouse/claude-haiku-4-5
    provider: anthropic
    model: claude-haiku-4-5
    apiBase: http://gateway.example:8317/v1
    apiKey: ${ownKey}
    roles:
      - chat
      - edit
      - apply
    capabilities:
      - tool_use
      - image_input
  - name: gatehouse/claude-sonnet-4-5
    provider: anthropic
    model: claude-sonnet-4-5
    apiBase: http://gateway.example:8317/v1
    apiKey: ${ownKey}
    roles:
      - chat
      - edit
      - apply
    capabilities:
      - tool_use
      - image_input
    defaultCompletionOptions:
      contextLength: 200000
`);
  });

  it('refers to the secret for the key', () => {
    const { file, read } = rendered('continue', { keyPlacement: 'command' });
    expect(read('config.yaml').models[0].apiKey).toBe('${' + '{ secrets.GATEHOUSE_API_KEY }}');
    expect(file('config.yaml').isSecret).toBe(false);
  });

  it('tells its models from the person’s by their names', () => {
    expect(rendered('continue').file('config.yaml')).toMatchObject({
      syntax: 'yaml',
      managed: [['models', { items: 'name', prefix: 'gatehouse/' }]],
      suggested: [['name'], ['version'], ['schema']],
    });
  });

  it('keeps a name a text that YAML would take for something else', () => {
    const models = ['1', 'no', '0x1f', '2026-01-01', '- a', 'a: b', '#a'].map((id) => modelOf(id));
    const { read } = rendered('continue', { models });
    expect(
      read('config.yaml')
        .models.map(({ model }: { model: string }) => model)
        .sort(),
    ).toEqual(models.map(({ id }) => id).sort());
  });
});
