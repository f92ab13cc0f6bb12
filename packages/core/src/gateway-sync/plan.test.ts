import type { Change, Observation, ObservedEntry, ProviderKeySpec } from '@gatehouse/gateways/driver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DesiredEntry, type Identity, plan } from './plan.ts';

type Keys = 'provider-keys';

const identity: Identity<Keys> = {
  naturalKey: (spec) => `${spec.provider} ${spec.apiKey} ${spec.baseUrl ?? ''}`,
  hmac: (naturalKey) => `hmac of ${naturalKey}`,
};
const keyOf = (spec: ProviderKeySpec) => identity.naturalKey(spec);

const observe = (entries: (Partial<ObservedEntry<Keys>> & { spec: ProviderKeySpec })[]): Observation<Keys> => ({
  resource: 'provider-keys',
  revision: 'r',
  entries: entries.map((entry) => ({ isLive: true, copies: 1, ...entry, naturalKey: keyOf(entry.spec) })),
});
const want = (spec: ProviderKeySpec, more: Partial<DesiredEntry<Keys>> = {}): DesiredEntry<Keys> => ({
  id: `id ${keyOf(spec)}`,
  keyHmac: identity.hmac(keyOf(spec)),
  desired: 'present',
  spec,
  base: null,
  isHeld: false,
  isStuck: false,
  ...more,
});
const claude: ProviderKeySpec = { provider: 'claude', apiKey: 'sk-test-claude' };

describe('plan', () => {
  it.each<[string, DesiredEntry<Keys>[], Observation<Keys>, string, string | undefined]>([
    ['adds what is missing', [want(claude)], observe([]), 'missing', 'ensure-present'],
    ['leaves what agrees', [want(claude)], observe([{ spec: claude }]), 'agrees', undefined],
    [
      'leaves fields that are not ours',
      [want(claude)],
      observe([{ spec: { ...claude, prefix: 'theirs' } }]),
      'agrees',
      undefined,
    ],
    [
      'restores a field that somebody changed',
      [want({ ...claude, prefix: 'ours' })],
      observe([{ spec: { ...claude, prefix: 'theirs' } }]),
      'differs',
      'ensure-present',
    ],
    [
      'clears a field that was ours and no longer is',
      [want(claude, { base: { ...claude, prefix: 'ours' } })],
      observe([{ spec: { ...claude, prefix: 'ours' } }]),
      'differs',
      'ensure-present',
    ],
    ['collapses copies', [want(claude)], observe([{ spec: claude, copies: 2 }]), 'duplicated', 'ensure-present'],
    [
      'puts in again what never gets loaded',
      [want(claude, { isStuck: true })],
      observe([{ spec: claude, isLive: false }]),
      'not-live',
      'ensure-present',
    ],
    ['waits for the data plane', [want(claude)], observe([{ spec: claude, isLive: false }]), 'not-live', undefined],
    [
      'removes a tombstone',
      [want(claude, { desired: 'absent' })],
      observe([{ spec: claude }]),
      'lingers',
      'ensure-absent',
    ],
    [
      'recognises a confirmed tombstone without its spec',
      [want(claude, { desired: 'absent', spec: null })],
      observe([{ spec: claude }]),
      'lingers',
      'ensure-absent',
    ],
    ['is content with what is gone', [want(claude, { desired: 'absent' })], observe([]), 'agrees', undefined],
    ['does not act on what is held', [want(claude, { isHeld: true })], observe([]), 'missing', undefined],
  ])('%s', (_, desired, observed, verdict, change) => {
    const result = plan(desired, observed, identity);
    expect([...result.verdicts.values()]).toEqual([verdict]);
    expect(result.changes.map(({ kind }) => kind)).toEqual(change === undefined ? [] : [change]);
  });

  it('names the fields to clear', () => {
    const desired = [want(claude, { base: { ...claude, prefix: 'ours', models: [] } })];
    const { changes } = plan(desired, observe([{ spec: { ...claude, prefix: 'ours' } }]), identity);
    expect(changes).toMatchObject([{ clear: ['prefix'] }]);
  });

  it('shows strangers and changes none of them', () => {
    const stranger: ProviderKeySpec = { provider: 'gemini', apiKey: 'sk-test-stranger' };
    const result = plan([want(claude)], observe([{ spec: stranger }]), identity);
    expect(result.unmanaged.map(({ spec }) => spec)).toEqual([stranger]);
    expect(result.changes.map(({ naturalKey }) => naturalKey)).toEqual([keyOf(claude)]);
  });
});

describe('laws of plan', () => {
  const spec = fc.record(
    {
      provider: fc.constantFrom('claude' as const, 'gemini' as const),
      apiKey: fc.constantFrom('sk-test-a', 'sk-test-b', 'sk-test-c', 'sk-test-d'),
      prefix: fc.constantFrom('p', 'q'),
      excludedModels: fc.array(fc.constantFrom('m', 'n'), { maxLength: 2 }),
    },
    { requiredKeys: ['provider', 'apiKey'] },
  ) as fc.Arbitrary<ProviderKeySpec>;
  const entries = fc
    .uniqueArray(fc.record({ spec, copies: fc.integer({ min: 1, max: 3 }) }), {
      selector: (entry) => keyOf(entry.spec),
    })
    .map(observe);
  const desired = fc.uniqueArray(
    fc
      .record({ spec, base: fc.option(spec), desired: fc.constantFrom('present' as const, 'absent' as const) })
      .map(({ spec: value, base, desired: wanted }) =>
        want(value, { desired: wanted, base: base && { ...base, provider: value.provider, apiKey: value.apiKey } }),
      ),
    { selector: (entry) => entry.keyHmac },
  );

  it('applying the plan gives what is desired, and strangers as they were', () => {
    fc.assert(
      fc.property(desired, entries, (wanted, observed) => {
        const after = applyTo(observed, plan(wanted, observed, identity).changes);
        const ours = new Set(wanted.map(({ keyHmac }) => keyHmac));
        const isOurs = (entry: ObservedEntry<Keys>) => ours.has(identity.hmac(entry.naturalKey));
        expect(after.entries.filter((entry) => !isOurs(entry))).toEqual(
          observed.entries.filter((entry) => !isOurs(entry)),
        );
        expect(
          after.entries
            .filter(isOurs)
            .map(({ naturalKey }) => naturalKey)
            .sort(),
        ).toEqual(
          wanted
            .filter(({ desired: state }) => state === 'present')
            .map(({ spec: value }) => keyOf(value as ProviderKeySpec))
            .sort(),
        );
      }),
    );
  });

  it('planning again gives nothing', () => {
    fc.assert(
      fc.property(desired, entries, (wanted, observed) => {
        const after = applyTo(observed, plan(wanted, observed, identity).changes);
        expect(plan(wanted, after, identity).changes).toEqual([]);
      }),
    );
  });

  it('the order of the desired rows does not matter', () => {
    fc.assert(
      fc.property(desired, entries, (wanted, observed) => {
        const sorted = (changes: Change<Keys>[]) => [...changes].sort((a, b) => (a.naturalKey < b.naturalKey ? -1 : 1));
        expect(sorted(plan([...wanted].reverse(), observed, identity).changes)).toEqual(
          sorted(plan(wanted, observed, identity).changes),
        );
      }),
    );
  });
});

/** What a faithful gateway does with changes. */
function applyTo(observed: Observation<Keys>, changes: Change<Keys>[]): Observation<Keys> {
  const byKey = new Map(observed.entries.map((entry) => [entry.naturalKey, entry]));
  for (const change of changes) {
    if (change.kind === 'ensure-absent') {
      byKey.delete(change.naturalKey);
      continue;
    }
    const merged: Record<string, unknown> = { ...byKey.get(change.naturalKey)?.spec, ...change.spec };
    for (const field of change.clear) delete merged[field];
    byKey.set(change.naturalKey, {
      naturalKey: change.naturalKey,
      spec: merged as ProviderKeySpec,
      isLive: true,
      copies: 1,
    });
  }
  return { ...observed, entries: [...byKey.values()] };
}

describe('an entry that is recognised by a name which everybody can know', () => {
  const byName: Identity<Keys> = {
    naturalKey: (spec) => spec.prefix ?? '',
    hmac: (naturalKey) => `hmac of ${naturalKey}`,
    isProven: (spec, seen) => spec.apiKey === seen.apiKey,
  };
  const ours: ProviderKeySpec = { ...claude, prefix: 'name' };
  const theirs: ProviderKeySpec = { ...ours, apiKey: 'sk-test-theirs' };
  const seen = (spec: ProviderKeySpec, copies = 1): Observation<Keys> => ({
    resource: 'provider-keys',
    revision: 'r',
    entries: [{ naturalKey: 'name', spec, isLive: true, copies }],
  });
  const entry = (more: Partial<DesiredEntry<Keys>>) => want(ours, { keyHmac: 'hmac of name', isNew: true, ...more });

  it.each<[string, Partial<DesiredEntry<Keys>>, Observation<Keys>, string, number]>([
    ['is not written over a stranger', {}, seen(theirs), 'occupied', 0],
    ['nor over two', {}, seen(theirs, 2), 'occupied', 0],
    ['does not take the stranger along when it is given up', { desired: 'absent' }, seen(theirs), 'ceded', 0],
    ['is taken over by who knows the secret', {}, seen(ours), 'agrees', 0],
    ['goes when an answer was lost and it is given up', { desired: 'absent' }, seen(ours), 'lingers', 1],
    ['is told from a stranger by what was wanted before', { base: theirs }, seen(theirs), 'differs', 1],
    ['is put back where it was ours before', { isNew: false, base: ours }, seen(theirs), 'differs', 1],
  ])('%s', (_, more, observed, verdict, changes) => {
    const wanted = entry(more);
    const result = plan([wanted], observed, byName);
    expect(result.verdicts.get(wanted.id)).toBe(verdict);
    expect(result.changes).toHaveLength(changes);
  });
});
