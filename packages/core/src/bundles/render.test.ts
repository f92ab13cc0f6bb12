import { bundleChoices } from '@gatehouse/contracts/bundle-choices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metadataByName } from '../models/index.ts';
import { renderBundle } from './render.ts';
import type { BundleSources } from './sources.ts';
import { suggestModels } from './suggest-models.ts';

const sources = (ids: string[]): BundleSources => ({
  gateway: { id: '0', name: 'Team', baseUrl: 'http://gateway.example:8317' },
  clientKey: 'sk-gh-test-own',
  keyPlacement: 'inline',
  choices: bundleChoices.parse({}),
  models: ids.map((id) => ({ id, ...metadataByName(id), displayName: id, kind: 'chat' })),
});
const fileOf = (input: BundleSources) => JSON.parse(renderBundle('opencode', input).files[0]?.content ?? 'null');

describe('the OpenCode bundle', () => {
  it('points one provider at the gateway with the own key', () => {
    expect(fileOf(sources(['claude-sonnet-4-5', 'gpt-5-mini']))).toEqual({
      $schema: 'https://opencode.ai/config.json',
      model: 'gatehouse/claude-sonnet-4-5',
      small_model: 'gatehouse/gpt-5-mini',
      provider: {
        gatehouse: {
          npm: '@ai-sdk/openai-compatible',
          name: 'Team',
          options: { baseURL: 'http://gateway.example:8317/v1', apiKey: 'sk-gh-test-own' },
          models: { 'claude-sonnet-4-5': { name: 'claude-sonnet-4-5' }, 'gpt-5-mini': { name: 'gpt-5-mini' } },
        },
      },
    });
  });

  it('offers chat models only, and is empty without one', () => {
    const embedding = { id: 'text-embedding-3', ...metadataByName('text-embedding-3') };
    const both = { ...sources(['gpt-5']), models: [...sources(['gpt-5']).models, embedding] };
    expect(Object.keys(fileOf(both).provider.gatehouse.models)).toEqual(['gpt-5']);
    expect(renderBundle('opencode', { ...both, models: [embedding] }).files).toEqual([]);
  });

  it('is deterministic, names only models that it holds, and changes its revision with the key', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9./-]{0,20}$/), { minLength: 1 });
    fc.assert(
      fc.property(ids, (models) => {
        const [first, second] = [renderBundle('opencode', sources(models)), renderBundle('opencode', sources(models))];
        expect(second).toEqual(first);
        const file = fileOf(sources(models));
        for (const reference of [file.model, file.small_model])
          expect(Object.keys(file.provider.gatehouse.models)).toContain(reference.slice('gatehouse/'.length));
        const other = renderBundle('opencode', { ...sources(models), clientKey: 'sk-gh-test-other' });
        expect(other.revision).not.toBe(first.revision);
      }),
    );
  });
});

describe('suggestModels', () => {
  it.each([
    [['claude-sonnet-4', 'claude-sonnet-4-5', 'gpt-5'], 'claude-sonnet-4-5', 'claude-sonnet-4-5'],
    [['gpt-5-mini', 'gpt-5.1', 'gpt-5'], 'gpt-5.1', 'gpt-5-mini'],
    [['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite'], 'gemini-2.5-pro', 'gemini-2.5-flash'],
    [['zebra', 'apple'], 'zebra', 'zebra'],
  ])('%j', (ids, main, small) => expect(suggestModels(ids)).toEqual({ main, small }));
});
