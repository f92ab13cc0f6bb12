import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editorFor } from '../edit/editor.ts';
import { isObject, isSameJson, type Json, withoutEmpty, withValue } from '../edit/value.ts';
import { dotenv } from '../testing/corpus/dotenv.ts';
import { casesOf, type Family } from '../testing/corpus/family.ts';
import { jsonc, strictJson } from '../testing/corpus/json.ts';
import { toml } from '../testing/corpus/toml.ts';
import { yaml } from '../testing/corpus/yaml.ts';
import { agentOf } from './agents.ts';
import { applySync } from './apply.ts';
import { withoutMark } from './merge.ts';
import { partAt, transition } from './parts.ts';
import { placesBelow } from './places.ts';
import { isChanged, planSync } from './plan.ts';
import { undoLastRun } from './undo.ts';
import { uninstall } from './uninstall.ts';
import { readWritten } from './written.ts';

const families: Record<string, Family> = { jsonc, 'strict JSON': strictJson, toml, yaml, dotenv };

let root: string;
let next = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-corpus-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A machine of its own that has the file. */
async function machineWith(family: Family, bytes: string | Buffer | null, mode = 0o644) {
  next += 1;
  const home = join(root, String(next));
  const path = join(home, family.place);
  const state = join(home, 'state');
  await mkdir(dirname(path), { recursive: true });
  if (bytes !== null) await writeFile(path, bytes, { mode });
  const sync = async (files = [family.file]) => {
    const [agent, places] = [agentOf(family.format), placesBelow(home)];
    const plan = await planSync({ agent, places, files, written: await readWritten(state), decide: () => 'replace' });
    const bundle = { agent: family.format, bundle: 'b', url: 'u', gateway: null, placement: 'inline' as const };
    await applySync(state, [{ ...bundle, revision: 'r', files: plan.files }]);
    return plan.files.filter(isChanged).length > 0;
  };
  return {
    home,
    path,
    state,
    sync,
    read: () => readFile(path),
    undo: () => undoLastRun(state),
    uninstall: () => uninstall(state, null),
  };
}

/** All that is not ours. */
async function others(family: Family, text: string): Promise<Json> {
  const editor = await editorFor(family.file.syntax as 'json');
  const value = editor.read(withoutMark(text));
  const edits = family.file.managed.flatMap((path) => transition(value, {}, path).edits);
  const rest = [...edits, ...family.file.suggested.map((path) => ({ path, value: undefined }))].reduce<Json>(
    (json, edit) => withValue(json, edit.path, edit.value),
    value ?? {},
  );
  // A list that was left empty is filled, so it counts as none.
  const filled = isObject(rest) ? Object.fromEntries(Object.entries(rest).filter(([, each]) => each !== null)) : rest;
  return withoutEmpty(filled) ?? {};
}

const isPartOf = (part: string, whole: string): boolean => {
  let at = 0;
  for (let index = 0; index < whole.length; index += 1) if (whole[index] === part[at]) at += 1;
  return at === part.length;
};

describe.each(Object.entries(families))('existing files in %s', (_name, family) => {
  const cases = casesOf(family);

  it('are sixty or more', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases)('$name', async ({ text }) => {
    const machine = await machineWith(family, text, 0o640);
    await machine.sync();
    const after = (await machine.read()).toString('utf8');
    const editor = await editorFor(family.file.syntax as 'json');
    const [before, now, wanted] = [text, after, family.file.content].map((each) => editor.read(withoutMark(each)));
    for (const path of family.file.managed) expect(partAt(now, path)).toEqual(partAt(wanted, path));
    expect(await others(family, after)).toEqual(await others(family, text));
    const had = family.file.managed.some((path) => partAt(before, path) !== undefined);
    if (!had && !text.includes('[]')) expect(isPartOf(text, after)).toBe(true);
    expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
    if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toMatch(/\n(?!END|GEMINI)/);

    expect(await machine.sync(), 'a second sync').toBe(false);
    await machine.undo();
    expect((await machine.read()).toString('utf8'), 'undone').toBe(text);
    await machine.sync();
    await machine.uninstall();
    expect((await machine.read()).toString('utf8'), 'uninstalled').toBe(text);
    expect((await stat(machine.path)).mode & 0o777).toBe(0o640);
  });

  it.each(Object.entries(family.broken))('is refused with its place: %s', async (_title, text) => {
    const machine = await machineWith(family, text);
    await expect(machine.sync()).rejects.toThrow(/:\d+:\d+: .* The file was left as it is\./);
    expect((await machine.read()).toString('utf8')).toBe(text);
    expect(await readdir(dirname(machine.path))).toHaveLength(1);
  });

  it('is left alone if it is read-only, or no text', async () => {
    const readOnly = await machineWith(family, Object.values(family.texts)[0] ?? '', 0o444);
    await expect(readOnly.sync()).rejects.toThrow('is read-only');
    const binary = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
    const machine = await machineWith(family, binary);
    await expect(machine.sync()).rejects.toThrow('not UTF-8');
    expect((await machine.read()).equals(binary)).toBe(true);
  });

  it('is changed where its link points', async () => {
    const machine = await machineWith(family, null);
    const target = join(machine.home, 'dotfiles');
    await writeFile(target, Object.values(family.texts)[0] ?? '');
    await symlink(target, machine.path);
    await machine.sync();
    expect((await readFile(target, 'utf8')).length).toBeGreaterThan((Object.values(family.texts)[0] ?? '').length);
    await machine.uninstall();
    expect(await readFile(target, 'utf8')).toBe(Object.values(family.texts)[0]);
  });

  it('is made where there is none, and gone again', async () => {
    const machine = await machineWith(family, null);
    await machine.sync();
    expect((await machine.read()).toString('utf8')).toBe(family.file.content);
    expect((await stat(machine.path)).mode & 0o777).toBe(0o600);
    await machine.uninstall();
    await expect(machine.read()).rejects.toThrow();
  });

  it('keeps what the person changes between two syncs, also when Gatehouse goes', async () => {
    const [text = ''] = Object.values(family.texts).slice(1);
    const machine = await machineWith(family, text);
    await machine.sync();
    const editor = await editorFor(family.file.syntax as 'json');
    const edited = editor.edit((await machine.read()).toString('utf8'), [{ path: ['ADDED_BY_HAND'], value: 'yes' }]);
    await writeFile(machine.path, edited);
    await machine.sync();
    expect(await machine.uninstall()).toMatchObject([{ action: 'parts' }]);
    const rest = editor.read((await machine.read()).toString('utf8')) ?? {};
    const before = editor.read(text) ?? {};
    expect(isSameJson(rest, { ...(isObject(before) ? before : {}), ADDED_BY_HAND: 'yes' })).toBe(true);
  });

  it('is quick and right in a huge file', async () => {
    const [text = ''] = Object.values(family.texts);
    const separator = family.file.syntax === 'yaml' ? ': ' : '=';
    const many = Array.from({ length: 4000 }, (_, index) => ({ path: [`KEY_${index}`], value: `value ${index}` }));
    const huge = family.file.syntax.startsWith('json')
      ? `${JSON.stringify(Object.fromEntries(many.map(({ path, value }) => [path[0] ?? '', value])), null, 2)}\n`
      : text + many.map(({ path, value }) => `${path}${separator}"${value}"\n`).join('');
    const machine = await machineWith(family, huge);
    await machine.sync();
    expect(isPartOf(huge, (await machine.read()).toString('utf8'))).toBe(true);
    await machine.uninstall();
    expect((await machine.read()).toString('utf8')).toBe(huge);
  });

  it('is not overwritten if somebody changes it at the same moment', async () => {
    const [text = ''] = Object.values(family.texts);
    const machine = await machineWith(family, text);
    const [agent, places] = [agentOf(family.format), placesBelow(machine.home)];
    const written = await readWritten(machine.state);
    const plan = await planSync({ agent, places, files: [family.file], written, decide: () => 'replace' });
    await writeFile(machine.path, 'somebody else\n');
    const outcome = { agent: family.format, bundle: 'b', url: 'u', gateway: null, placement: 'inline' as const };
    await expect(applySync(machine.state, [{ ...outcome, revision: 'r', files: plan.files }])).rejects.toThrow(
      'just now',
    );
    expect((await machine.read()).toString('utf8')).toBe('somebody else\n');
  });
});
