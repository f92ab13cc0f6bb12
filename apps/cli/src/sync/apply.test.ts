import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applySync } from './apply.ts';
import { readJournal, recordRun } from './journal.ts';
import type { PlannedFile } from './plan.ts';
import { readTarget } from './target.ts';
import { undoLastRun } from './undo.ts';

let root: string;
let state: string;
let path: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-apply-'));
  state = join(root, 'state');
  path = join(root, 'opencode.json');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const applyPlan = (files: PlannedFile[]) =>
  applySync(state, [
    { agent: 'opencode', bundle: 'b', url: 'http://x', gateway: null, placement: 'inline', revision: 'r', files },
  ]);

async function planned(text: string, mode = 0o600): Promise<PlannedFile> {
  const target = await readTarget(path);
  const change = { path: [], kind: 'updated' as const, before: undefined, after: text };
  const base = { syntax: 'text' as const, isWhole: true, isModeChanged: false, managed: [], kept: [] };
  return { ...base, target, text, mode, changes: [change], suggestions: {}, notes: [] };
}

describe('applyPlan', () => {
  it('replaces the file and leaves nothing beside it', async () => {
    await writeFile(path, 'before');
    await applyPlan([await planned('after', 0o640)]);
    expect(await readFile(path, 'utf8')).toBe('after');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect((await readdir(root)).sort()).toEqual(['opencode.json', 'state']);
  });

  it.each([
    ['was changed', 'before', 'by another'],
    ['appeared', null, 'by another'],
  ])('leaves a file alone that %s since it was read', async (_name, before, now) => {
    if (before !== null) await writeFile(path, before);
    const file = await planned('after');
    await writeFile(path, now);
    await expect(applyPlan([file])).rejects.toThrow('was changed by something else');
    expect(await readFile(path, 'utf8')).toBe(now);
    expect((await readdir(root)).sort()).toEqual(['opencode.json', 'state']);
  });

  it('keeps the last twenty backups, for the owner only', async () => {
    await writeFile(path, 'before');
    for (let run = 0; run < 23; run += 1) await applyPlan([await planned(`after ${run}`)]);
    expect(await readJournal(state)).toHaveLength(20);
    const backups = await readdir(join(state, 'backups'));
    // And how the file was before the first.
    expect(backups).toHaveLength(21);
    for (const name of backups) expect((await stat(join(state, 'backups', name))).mode & 0o777).toBe(0o600);
  });
});

describe('undoLastRun', () => {
  it('passes over a run that was cut off before it replaced anything', async () => {
    await writeFile(path, 'before');
    await applyPlan([await planned('after')]);
    const { before } = (await planned('never written')).target;
    await recordRun(state, 'sync', [{ agent: 'opencode', path, before, after: Buffer.from('never written') }], {});
    expect(await undoLastRun(state)).toEqual([{ agent: 'opencode', path, action: 'restored' }]);
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await undoLastRun(state)).toBeNull();
  });

  it('gives bytes back that are no text', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x0d, 0x0a, 0x7d]);
    await writeFile(path, bytes);
    await applyPlan([await planned('after')]);
    await undoLastRun(state);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });
});
