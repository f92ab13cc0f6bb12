import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBundle } from './render.ts';
import { randomSources } from './testing/random-sources.ts';
import { modelOf, sampleModels, sampleSources } from './testing/sources.ts';

const listOf = (content: string): Record<string, { models: object }> => JSON.parse(content).provider;

describe('renderBundle', () => {
  it('is deterministic, and changes its revision with the key', () => {
    fc.assert(
      fc.property(randomSources, (sources) => {
        const [first, second] = [renderBundle('opencode', sources), renderBundle('opencode', structuredClone(sources))];
        expect(second).toEqual(first);
        const other = renderBundle('opencode', { ...sources, clientKey: 'sk-gh-test-other' });
        if (first.files.length > 0 && sources.keyPlacement === 'inline')
          expect(other.revision).not.toBe(first.revision);
      }),
    );
  });

  it('offers chat models only, none that is excluded, and nothing without one', () => {
    const ids = (given = {}) => {
      const [file] = renderBundle('opencode', sampleSources(given)).files;
      return file ? Object.values(listOf(file.content)).flatMap(({ models }) => Object.keys(models)) : [];
    };
    const chat = sampleModels.filter(({ kind }) => kind === 'chat').map(({ id }) => id);
    expect(ids().sort()).toEqual(chat);
    expect(ids({ choices: { exclusions: ['claude-*', 'GEMINI*'] } })).toEqual(['glm-4.6', 'gpt-5.1-codex']);
    expect(ids({ models: [modelOf('line\nbreak')] })).toEqual([]);
    const none = renderBundle('opencode', sampleSources({ choices: { exclusions: ['*'] } }));
    expect(none).toMatchObject({ files: [], modelCount: 0 });
    expect(none.notes).toHaveLength(1);
  });

  it('says which choice cannot be kept', () => {
    const choices = { defaultModel: 'gone-1', smallModel: 'glm-4.6', preset: 'gone-2' };
    const { notes } = renderBundle('opencode', sampleSources({ choices }));
    expect(notes).toEqual([expect.stringContaining('“gone-1”'), expect.stringContaining('“gone-2”')]);
  });
});
