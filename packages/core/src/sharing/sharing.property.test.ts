import { type BundleChoices, bundleChoices, maskedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { sharedChoices } from '@gatehouse/contracts/sharing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from './content-hash.ts';
import { diffShared } from './diff.ts';
import { draftOf } from './draft.ts';
import { mergeChoices } from './merge.ts';
import { followedParts, partsOf, usableChoices } from './parts.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/);
const model = fc.constantFrom('gpt-5', 'gpt-5-mini', 'claude-sonnet-4-5', 'vendor/glm-5', 'kimi-k3');
const pattern = fc.constantFrom('gpt-*', '!gpt-5', 'claude-*', '*mini', '!*');
const choice = fc.record(
  { models: fc.uniqueArray(model, { minLength: 1, maxLength: 3 }), variant: fc.constantFrom('low', 'high') },
  { requiredKeys: ['models'] },
);
/** Long enough to be a secret, and like nothing else in a document. */
const secret = fc.stringMatching(/^canary[A-Za-z0-9+/&= ]{6,20}$/);
const secrets = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,6}$/), secret, { maxKeys: 3 });
const word = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('npx', 'server', '--flag', '$TOKEN') }, secret);
const server = fc.oneof(
  fc.record({
    type: fc.constant('local' as const),
    command: fc.array(word, { minLength: 1, maxLength: 4 }),
    environment: secrets,
    isEnabled: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('remote' as const),
    url: fc
      .tuple(name, secret, fc.boolean())
      .map(([path, query, has]) => `https://mcp.example.com/${path}${has ? `?key=${encodeURIComponent(query)}` : ''}`),
    headers: fc.dictionary(fc.stringMatching(/^X-[A-Z]{1,4}$/), secret, { maxKeys: 2 }),
    isEnabled: fc.boolean(),
  }),
);
const plugin = fc.tuple(name, fc.nat({ max: 3 })).map(([label, minor]) => `${label}@1.${minor}.0`);
const document: fc.Arbitrary<BundleChoices> = fc
  .record(
    {
      defaultModel: model,
      smallModel: model,
      preset: fc.constantFrom('coding', 'planning'),
      agents: fc.dictionary(name, choice, { maxKeys: 4 }),
      categories: fc.dictionary(name, choice, { maxKeys: 3 }),
      exclusions: fc.uniqueArray(pattern, { maxLength: 4 }),
      limits: fc.dictionary(model, fc.record({ contextLimit: fc.integer({ min: 1, max: 9 }) }), { maxKeys: 2 }),
      mcpServers: fc.dictionary(name, server, { maxKeys: 4 }),
      plugins: fc.uniqueArray(plugin, { maxLength: 3, selector: (text) => text.slice(0, text.lastIndexOf('@')) }),
      permissions: fc.dictionary(name, fc.constantFrom('allow' as const, 'deny' as const), { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  )
  .map((given) => bundleChoices.parse(given));

/** As it is stored: names in the document, values beside it. */
function stored(choices: BundleChoices) {
  const values: Record<string, Record<string, string>> = {};
  const mcpServers = Object.fromEntries(
    Object.entries(choices.mcpServers).map(([label, entry]) => {
      const field = entry.type === 'local' ? 'environment' : 'headers';
      values[label] = entry.type === 'local' ? entry.environment : entry.headers;
      return [label, { ...entry, [field]: Object.fromEntries(Object.keys(values[label]).map((key) => [key, null])) }];
    }),
  );
  return { document: maskedBundleChoices.parse({ ...choices, mcpServers }), values };
}

describe('merging one’s own over what is followed', () => {
  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(document, document, (own, followed) => {
        const once = mergeChoices(own, followed);
        expect(mergeChoices(own, once)).toEqual(once);
        expect(mergeChoices(once, once)).toEqual(once);
        expect(mergeChoices(own, own)).toEqual(own);
        expect(bundleChoices.parse(once)).toEqual(once);
      }),
    );
  });

  it('lets one’s own win, and leaves permissions alone', () => {
    fc.assert(
      fc.property(document, document, (own, followed) => {
        const merged = mergeChoices(own, followed);
        for (const field of ['defaultModel', 'smallModel', 'preset'] as const)
          expect(merged[field]).toBe(own[field] ?? followed[field]);
        for (const field of ['agents', 'categories', 'limits', 'mcpServers'] as const) {
          expect(merged[field]).toMatchObject(own[field]);
          for (const key of Object.keys(own[field])) expect(merged[field][key]).toEqual(own[field][key]);
        }
        expect(merged.exclusions.slice(merged.exclusions.length - own.exclusions.length)).toEqual(own.exclusions);
        for (const item of own.plugins) expect(merged.plugins).toContain(item);
        expect(merged.permissions).toEqual(own.permissions);
      }),
    );
  });
});

describe('what travels', () => {
  it('holds no value of anybody’s, whatever was chosen, or is refused', () => {
    let travelled = 0;
    fc.assert(
      fc.property(document, (choices) => {
        const { document: draft, refusals } = draftOf(stored(choices));
        expect(JSON.stringify(refusals)).not.toContain('canary');
        if (refusals.length > 0) return;
        travelled += 1;
        const text = JSON.stringify([draft, partsOf(draft), diffShared(null, draft)]);
        for (const values of Object.values(stored(choices).values))
          for (const value of Object.values(values)) {
            expect(text).not.toContain(value);
            expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
          }
        expect(draft).not.toHaveProperty('permissions');
      }),
      { numRuns: 500 },
    );
    expect(travelled).toBeGreaterThan(50);
  });

  it('is nothing but the allow-list: a field that is added some day stays at home', () => {
    fc.assert(
      fc.property(document, (choices) => {
        const own = stored(choices);
        const more = { ...own, document: { ...own.document, later: 'canary-of-a-later-field' } };
        expect(draftOf(more)).toEqual(draftOf(own));
        expect(sharedChoices.parse(draftOf(own).document)).toEqual(draftOf(own).document);
      }),
    );
  });

  it('comes into bundles only with consent to just this content and with every value', () => {
    fc.assert(
      fc.property(document, document, (choices, other) => {
        const shared = draftOf(stored(choices)).document;
        const nothing = usableChoices(shared, { consents: [], values: {} });
        expect([nothing.mcpServers, nothing.plugins]).toEqual([{}, []]);
        const elsewhere = partsOf(draftOf(stored(other)).document).map(({ hash }) => hash);
        const known = new Map(partsOf(shared).map(({ hash, content }) => [hash, content]));
        // A plugin, which has no variables, may have the name of a server.
        const values = Object.fromEntries(
          partsOf(shared)
            .filter(({ variables }) => variables.length > 0)
            .map(({ name, variables }) => [name, Object.fromEntries(variables.map((each) => [each, 'filled']))]),
        );
        const partly = usableChoices(shared, { consents: elsewhere, values });
        for (const item of partly.plugins) expect(elsewhere.map((hash) => known.get(hash))).toContain(item);
        const consents = [...known.keys()];
        const all = usableChoices(shared, { consents, values });
        expect(Object.keys(all.mcpServers)).toEqual(Object.keys(shared.mcpServers));
        expect(all.plugins).toEqual(shared.plugins);
        expect(bundleChoices.parse(all)).toEqual(all);
        const states = followedParts(shared, { consents, values: {} }, { plugins: [], mcpServers: {} });
        for (const { state, variables } of states)
          expect(state).toBe(variables.length > 0 ? 'waiting-for-values' : 'in-use');
      }),
    );
  });
});

describe('versions', () => {
  it('have one hash for one content, however it was stored', () => {
    fc.assert(
      fc.property(document, document, (one, two) => {
        const [first, second] = [draftOf(stored(one)).document, draftOf(stored(two)).document];
        const reordered = Object.fromEntries(Object.entries(first).reverse());
        expect(contentHash(reordered)).toBe(contentHash(first));
        expect(contentHash(first) === contentHash(second)).toBe(isSame(first, second));
      }),
    );
  });

  it('differ exactly where their diff says', () => {
    fc.assert(
      fc.property(document, document, (one, two) => {
        const [first, second] = [draftOf(stored(one)).document, draftOf(stored(two)).document];
        expect(diffShared(first, first)).toEqual([]);
        const [there, back] = [diffShared(first, second), diffShared(second, first)];
        expect(back).toEqual(there.map(({ at, before, after }) => ({ at, before: after, after: before })));
        for (const { before, after } of there) expect(before).not.toBe(after);
      }),
    );
  });
});

const isSame = (left: unknown, right: unknown): boolean => {
  try {
    expect(left).toEqual(right);
    return true;
  } catch {
    return false;
  }
};
