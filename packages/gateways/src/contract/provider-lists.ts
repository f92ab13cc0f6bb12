import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { eventually, type Wire } from './wire.ts';

const upstream = 'http://127.0.0.1:9/v1';
const indexOf = (seed: string): string => createHash('sha256').update(seed).digest('hex').slice(0, 16);
const without = (entries: Record<string, unknown>[]) => entries.map(({ 'auth-index': _, ...entry }) => entry);

const keyed = ['gemini-api-key', 'interactions-api-key', 'claude-api-key', 'codex-api-key', 'xai-api-key'] as const;

/** Section 2.6 and 2.7: what a provider list keeps, changes and drops. */
export function providerListContract(wire: () => Wire): void {
  const put = (section: string, json: unknown) => wire().put(section, json);
  const list = (section: string) => wire().list(section);

  for (const section of [...keyed, 'vertex-api-key', 'openai-compatibility']) {
    test(`${section}: empty lists, and bodies that are none`, async () => {
      for (const nothing of [[], null]) expect((await put(section, nothing)).status).toBe(200);
      expect((await wire().manage('GET', section)).json).toEqual({ [section]: [] });
      for (const json of [{}, { items: [] }, 'text', [1]]) {
        const answer = await put(section, json);
        expect([answer.status, answer.json]).toEqual([400, { error: 'invalid body' }]);
      }
    });
  }

  for (const section of keyed) {
    test(`${section}: trims, lower-cases exclusions, cleans prefix and headers, drops unknown fields`, async () => {
      await put(section, [
        {
          'api-key': ' sk-test-1 ',
          'base-url': ` ${upstream} `,
          prefix: ' /team/ ',
          headers: { ' X-A ': ' 1 ', 'X-Empty': ' ' },
          'excluded-models': [' GPT-* ', 'gpt-*', '', 'B'],
          'x-unknown': 1,
          'auth-index': 'sent-back',
        },
        { 'api-key': 'sk-test-2', 'base-url': upstream, prefix: 'a/b' },
      ]);
      const [first, second] = without(await list(section));
      expect(first).toMatchObject({
        'api-key': 'sk-test-1',
        'base-url': upstream,
        prefix: 'team',
        headers: { 'X-A': '1' },
        'excluded-models': ['gpt-*', 'b'],
      });
      expect(first).not.toHaveProperty('x-unknown');
      expect(second).not.toHaveProperty('prefix');
    });

    test(`${section}: keeps the fields that Gatehouse does not model`, async () => {
      // An explicit zero only survives in an entry that is new to the file.
      await put(section, []);
      const entry = {
        'api-key': 'sk-test-1',
        priority: 3,
        weight: 0,
        'base-url': upstream,
        'proxy-url': 'http://127.0.0.1:1',
        models: [{ name: 'm', alias: 'a', 'display-name': 'M', thinking: { min: 1, max: 2, levels: ['low'] } }],
        'disable-cooling': false,
        'request-retry': 0,
        'request-scoped-errors': [{ status: 429, match: ['busy'], action: 'stop' }],
      };
      await put(section, [entry]);
      expect(without(await list(section))).toEqual([entry]);
    });

    test(`${section}: a live entry shows the index of its credential`, async () => {
      await put(section, [{ 'api-key': 'sk-test-1', 'base-url': upstream }]);
      expect(await eventually(async () => (await list(section))[0]?.['auth-index'] !== undefined)).toBe(true);
      expect((await list(section))[0]?.['auth-index']).toBe(indexOf(`${section}:${upstream}+sk-test-1`));
    });

    test(`${section}: weights have a limit`, async () => {
      await put(section, []);
      const answer = await put(section, [{ 'api-key': 'sk-test-1', 'base-url': upstream, weight: 1_000_001 }]);
      expect([answer.status, answer.json]).toEqual([
        400,
        { error: `${section}[0].weight: weight must not exceed 1000000` },
      ]);
      expect(await list(section)).toEqual([]);
    });
  }

  test('an entry without base URL: claude and gemini keep it, codex and xai drop it and say nothing', async () => {
    for (const section of keyed) {
      expect((await put(section, [{ 'api-key': 'sk-test-1' }])).status).toBe(200);
      expect(await list(section)).toHaveLength(/codex|xai/.test(section) ? 0 : 1);
    }
    expect(await eventually(async () => (await list('claude-api-key'))[0]?.['auth-index'] !== undefined)).toBe(true);
    expect((await list('claude-api-key'))[0]?.['auth-index']).toBe(indexOf('claude-api-key:+sk-test-1'));
  });

  test('claude and codex keep duplicates, gemini keeps the first', async () => {
    const twice = [
      { 'api-key': 'sk-test-1', 'base-url': upstream, priority: 1 },
      { 'api-key': 'sk-test-1', 'base-url': upstream, priority: 2 },
    ];
    for (const [section, priorities] of [
      ['claude-api-key', [1, 2]],
      ['codex-api-key', [1, 2]],
      ['gemini-api-key', [1]],
    ] as const) {
      await put(section, twice);
      expect((await list(section)).map(({ priority }) => priority)).toEqual(priorities);
    }
  });

  test('claude: mappings are trimmed, empty ones go; an unknown fingerprint profile is refused', async () => {
    await put('claude-api-key', [
      {
        'api-key': 'sk-test-1',
        models: [
          { name: ' m ', alias: ' a ' },
          { name: ' ', alias: '' },
        ],
      },
    ]);
    expect((await list('claude-api-key'))[0]?.models).toEqual([{ name: 'm', alias: 'a' }]);
    const answer = await put('claude-api-key', [{ 'api-key': 'sk-test-1', 'fingerprint-profile': 'nonsense' }]);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('claude-api-key[0].fingerprint-profile: unsupported fingerprint-profile');
  });

  test('vertex: needs a key, keeps the first of two equal ones, and its index comes from the credential id', async () => {
    const answer = await put('vertex-api-key', [{ 'base-url': upstream }]);
    expect([answer.status, answer.json]).toEqual([400, { error: 'vertex-api-key[0].api-key is required' }]);
    await put('vertex-api-key', [
      {
        'api-key': 'sk-test-1',
        'base-url': upstream,
        models: [
          { name: 'm', alias: '' },
          { name: 'm', alias: 'a' },
        ],
      },
      { 'api-key': 'sk-test-1', 'base-url': upstream, priority: 2 },
    ]);
    expect(await eventually(async () => (await list('vertex-api-key'))[0]?.['auth-index'] !== undefined)).toBe(true);
    const hash = createHash('sha256').update(['vertex:apikey', 'sk-test-1', upstream, ''].join('\0')).digest('hex');
    expect(await list('vertex-api-key')).toEqual([
      {
        'api-key': 'sk-test-1',
        'base-url': upstream,
        models: [{ name: 'm', alias: 'a' }],
        'auth-index': indexOf(`id:vertex:apikey:${hash.slice(0, 12)}`),
      },
    ]);
  });

  test('custom providers: dropped without base URL, names trimmed and not unique, models as they are', async () => {
    await put('openai-compatibility', [
      {
        name: ' one ',
        'base-url': ` ${upstream} `,
        'api-key-entries': [{ 'api-key': ' sk-test-1 ' }],
        models: [{ name: ' m ', alias: 'a' }],
      },
      { name: 'one', 'base-url': upstream, disabled: true, 'api-key-entries': [{ 'api-key': 'sk-test-2' }] },
      { name: 'nowhere', 'api-key-entries': [{ 'api-key': 'sk-test-3' }] },
    ]);
    const index = indexOf(`openai-compatibility:${upstream}+sk-test-1`);
    const isLive = async () => JSON.stringify(await list('openai-compatibility')).includes(index);
    expect(await eventually(isLive)).toBe(true);
    expect(await list('openai-compatibility')).toEqual([
      {
        name: 'one',
        disabled: false,
        'base-url': upstream,
        'api-key-entries': [{ 'api-key': 'sk-test-1', 'auth-index': index }],
        models: [{ name: ' m ', alias: 'a' }],
      },
      { name: 'one', disabled: true, 'base-url': upstream, 'api-key-entries': [{ 'api-key': 'sk-test-2' }] },
    ]);
  });
}
