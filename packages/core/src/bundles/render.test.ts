import { describe, expect, it } from 'vitest';
import { renderBundle } from './render.ts';
import { rendered } from './testing/rendered.ts';
import { modelOf, sampleModels, sampleSources } from './testing/sources.ts';

const idsOf = (given: Parameters<typeof sampleSources>[0]): string[] => {
  const { files, read } = rendered('pi', given);
  return files.length > 0 ? read('models.json').providers.gatehouse.models.map(({ id }: { id: string }) => id) : [];
};

describe('renderBundle', () => {
  it('offers chat models only, none that is excluded, and nothing without one', () => {
    const chat = sampleModels.filter(({ kind }) => kind === 'chat').map(({ id }) => id);
    expect(idsOf({})).toEqual(chat);
    expect(idsOf({ choices: { exclusions: ['claude-*', 'GEMINI*'] } })).toEqual(['glm-4.6', 'gpt-5.1-codex']);
    expect(idsOf({ models: [modelOf('line\nbreak'), modelOf('half-\ud800')] })).toEqual([]);
    const none = renderBundle('pi', sampleSources({ choices: { exclusions: ['*'] } }));
    expect(none).toMatchObject({ files: [], modelCount: 0 });
    expect(none.notes).toHaveLength(1);
  });

  it('counts what it offers', () => expect(renderBundle('pi', sampleSources()).modelCount).toBe(5));

  it('says which choice cannot be kept', () => {
    const choices = { defaultModel: 'gone-1', smallModel: 'glm-4.6', preset: 'gone-2' };
    const { notes } = renderBundle('opencode', sampleSources({ choices }));
    expect(notes).toEqual([expect.stringContaining('“gone-1”'), expect.stringContaining('“gone-2”')]);
  });
});
