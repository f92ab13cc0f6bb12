import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dotenv } from '../testing/corpus/dotenv.ts';
import { casesOf, type Family } from '../testing/corpus/family.ts';
import { jsonc, strictJson } from '../testing/corpus/json.ts';
import { toml } from '../testing/corpus/toml.ts';
import { yaml } from '../testing/corpus/yaml.ts';
import { agentOf } from './agents.ts';
import { applySync } from './apply.ts';
import { placesBelow } from './places.ts';
import { planSync } from './plan.ts';
import { undoLastRun } from './undo.ts';
import { uninstall } from './uninstall.ts';
import { readWritten } from './written.ts';

const families: Family[] = [jsonc, strictJson, toml, yaml, dotenv];

let root: string;
let homes = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-sequences-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The bundle as it is later: with another key, or after it was replaced again. */
const contentAt = ({ file }: Family, version: number): string =>
  file.content.replaceAll(/(8317|http:\/\/h\b|sk-test-corpus-key-0001|200000)/g, (found) => `${found}${version || ''}`);

async function laptop() {
  homes += 1;
  const home = join(root, String(homes));
  const state = join(home, 'state');
  await mkdir(home, { recursive: true });
  const sync = async (family: Family, version: number) => {
    const [agent, places] = [agentOf(family.format), placesBelow(home)];
    const files = [{ ...family.file, content: contentAt(family, version) }];
    const plan = await planSync({ agent, places, files, written: await readWritten(state), decide: () => 'replace' });
    const names = { agent: family.format, bundle: family.format, url: 'u', gateway: null };
    await applySync(state, [{ ...names, placement: 'inline', revision: String(version), files: plan.files }]);
  };
  return { state, sync, pathOf: (family: Family) => join(home, family.place) };
}

const family = fc.constantFrom(...families);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sync' as const), family, version: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
);
/** What is on the machine before: for each agent a file, or none. */
const before = fc.tuple(
  ...families.map((each) => fc.option(fc.constantFrom(...casesOf(each).map(({ text }) => text)), { nil: null })),
);

describe('any sequence of syncs and undos', () => {
  it.each(['undo', 'uninstall'] as const)('is taken back byte for byte by %s', async (way) => {
    await fc.assert(
      fc.asyncProperty(before, fc.array(step, { maxLength: 12 }), async (texts, steps) => {
        const { state, sync, pathOf } = await laptop();
        for (const [index, each] of families.entries()) {
          const text = texts[index] ?? null;
          await mkdir(dirname(pathOf(each)), { recursive: true });
          if (text !== null) await writeFile(pathOf(each), text, { mode: 0o640 });
        }
        for (const each of steps) await (each.kind === 'sync' ? sync(each.family, each.version) : undoLastRun(state));
        if (way === 'uninstall') await uninstall(state, null);
        else while (await undoLastRun(state));
        for (const [index, each] of families.entries()) {
          const path = pathOf(each);
          expect(await readFile(path, 'utf8').catch(() => null)).toBe(texts[index] ?? null);
          if (texts[index] != null) expect((await stat(path)).mode & 0o777).toBe(0o640);
        }
      }),
      { numRuns: 60 },
    );
  });
});
