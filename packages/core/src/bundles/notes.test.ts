import { bundleFormats } from '@gatehouse/contracts/bundles';
import { expect, it } from 'vitest';
import { leftOut } from './notes.ts';
import { renderBundle } from './render.ts';
import { sampleSources } from './testing/sources.ts';

const waiting = { share: 'Team', forConsent: ['docs', 'some-plugin'], forValues: ['tickets'] };

it('says what of a share waits, and for what', () => {
  expect(leftOut({ waiting: null })).toEqual([]);
  expect(leftOut({ waiting })).toEqual([
    '“docs”, “some-plugin” of “Team” are left out until you agree to them. Run: gatehouse share consent',
    '“tickets” of “Team” is left out until you fill in values for it. Run: gatehouse share consent',
  ]);
});

it('is told by the bundles that would hold it, with a revision of its own', () => {
  const notesOf = (given: { waiting: typeof waiting | null }) =>
    bundleFormats.filter((format) => renderBundle(format, sampleSources(given)).pendingNotes.length > 0);
  expect(notesOf({ waiting: null })).toEqual([]);
  expect(notesOf({ waiting })).toEqual(['opencode', 'kilo']);
  const revisionOf = (given: { waiting: typeof waiting | null }) =>
    renderBundle('opencode', sampleSources(given)).revision;
  expect(revisionOf({ waiting })).toBe(revisionOf({ waiting: structuredClone(waiting) }));
  expect(revisionOf({ waiting })).not.toBe(revisionOf({ waiting: null }));
});
