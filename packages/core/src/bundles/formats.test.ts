import { bundleFile, bundleFormats, bundleFormatTitles } from '@gatehouse/contracts/bundles';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBundle } from './render.ts';
import type { BundleSources } from './sources.ts';
import { randomSources } from './testing/random-sources.ts';
import { referencesOf } from './testing/references.ts';
import { parsed } from './testing/rendered.ts';
import { modelOf, ownKey, sampleModels, sampleSources } from './testing/sources.ts';

const chatIds = ({ models }: BundleSources) => models.filter(({ kind }) => kind === 'chat').map(({ id }) => id);
const check = (law: (sources: BundleSources) => void) => fc.assert(fc.property(randomSources, law), { numRuns: 150 });

describe.each(bundleFormats)('every bundle of %s', (format) => {
  it('is deterministic, changes with the key that is in it, and with nothing else about it', () => {
    check((sources) => {
      const bundle = renderBundle(format, sources);
      expect(renderBundle(format, structuredClone(sources))).toEqual(bundle);
      const { revision } = renderBundle(format, { ...sources, clientKey: 'sk-gh-test-other' });
      expect(revision === bundle.revision).toBe(!bundle.files.some(({ content }) => content.includes(ownKey)));
    });
  });

  it('fits its contract: known paths, and only paths that its content has or takes away', () => {
    check((sources) => {
      for (const file of renderBundle(format, sources).files) {
        expect(bundleFile.parse(file)).toEqual(file);
        expect(file.path.startsWith(`${format}/`)).toBe(true);
        expect(file.content.endsWith('\n')).toBe(true);
        if (file.isWhole) expect([file.managed, file.suggested]).toEqual([[], []]);
        const content = parsed(file);
        for (const path of file.suggested) expect([path, valueAt(content, path)]).not.toEqual([path, undefined]);
      }
    });
  });

  it('B2, B4: holds no secret but the own key, and says so', () => {
    check((sources) => {
      const strangers = { ...sources, upstreamKey: 'sk-test-upstream', others: [{ key: 'sk-gh-test-somebody-else' }] };
      for (const file of renderBundle(format, strangers).files) {
        expect(file.content).not.toMatch(/sk-test-upstream|sk-gh-test-somebody-else/);
        const hasKey = file.content.includes(ownKey);
        const hasServers = /"(environment|headers)": \{\n/.test(file.content);
        expect(file.isSecret).toBe(hasKey || hasServers);
      }
    });
  });

  it('B5: names only models that the bundle lists, as the gateway spells them', () => {
    check((sources) => {
      const references = referencesOf(format, sources);
      for (const name of references?.named ?? []) expect(references?.listed).toContain(name);
    });
  });

  it('B6: has no file where the client would have no model', () => {
    const none = [[], [modelOf('text-embedding-3-large'), modelOf('gpt-image-1'), modelOf('zz-tts')]];
    for (const models of none)
      expect(renderBundle(format, sampleSources({ models }))).toMatchObject({ files: [], modelCount: 0 });
    expect(renderBundle(format, sampleSources()).files).not.toEqual([]);
  });

  it('B7: leaves out what a pattern excludes', () => {
    const choices = { exclusions: ['claude-*', '*-codex'], defaultModel: 'claude-sonnet-4-5' };
    for (const { content } of renderBundle(format, sampleSources({ choices })).files)
      expect(content).not.toMatch(/claude-(sonnet|haiku)-|gpt-5\.1-codex/);
  });

  it('B11: never offers a model of another kind, nor the last of the alphabet for being that', () => {
    const models = [...sampleModels, modelOf('zz-tts'), modelOf('zzz-unknown', { hasTools: false })];
    const references = referencesOf(format, sampleSources({ models }));
    const text = JSON.stringify([references, renderBundle(format, sampleSources({ models })).files]);
    expect(text).not.toMatch(/text-embedding-3-large|zz-tts/);
    expect(references?.named.join()).not.toContain('zzz-unknown');
  });

  it('lists every chat model once where it has a list', () => {
    check((sources) => {
      const listed = referencesOf(format, sources)?.listed ?? [];
      expect(new Set(listed).size).toBe(listed.length);
      expect(listed.length).toBeLessThanOrEqual(chatIds(sources).length);
    });
  });

  it('marks those of its notes that stay until somebody does something', () => {
    check((sources) => {
      const { notes, pendingNotes } = renderBundle(format, sources);
      expect(notes.slice(0, pendingNotes.length)).toEqual(pendingNotes);
    });
  });

  it('has a title', () => expect(bundleFormatTitles[format]).toMatch(/\w/));
});

function valueAt(content: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], content);
}
