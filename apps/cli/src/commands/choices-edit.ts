import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from '../connection/connect.ts';
import { Failure, Interrupted } from '../failures/failure.ts';
import { hasCode } from '../files/read.ts';
import type { Invocation } from '../invocation.ts';
import { changeChoices, checkedUpdate } from './choices.ts';

/** The whole document as JSON; values of variables and headers are null there, which keeps them. */
export async function editChoices(invocation: Invocation, options: { file?: string }): Promise<number> {
  if (options.file !== undefined) {
    const given = parse(await readGiven(invocation, options.file));
    return changeChoices(invocation, () => given);
  }
  if (!invocation.terminal.isInteractive)
    throw new Failure('invalid', 'There is no terminal to edit in.', { advice: 'Give --file <path>, or --file -' });
  const { client } = await connect(invocation);
  const before = await client.bundleChoices.get.query();
  const edited = await editText(invocation, `${JSON.stringify(before.choices, null, 2)}\n`, (draft) =>
    checkedUpdate(before.version, parse(draft)),
  );
  return changeChoices(invocation, () => edited.choices);
}

async function readGiven({ stdin }: Invocation, path: string): Promise<string> {
  if (path === '-') return text(stdin);
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES')) throw error;
    throw new Failure('not-found', `There is no file “${path}” that can be read.`, { advice: 'Check its path.' });
  });
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'It cannot be read.';
    throw new Failure('invalid', `This is no JSON: ${why}`, { advice: 'Correct it and try again.' });
  }
}

/** In the person's editor, again and again until it fits or they give up. Nobody else can read the file meanwhile. */
async function editText<T>(invocation: Invocation, content: string, check: (draft: string) => T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-choices-'));
  const path = join(folder, 'choices.json');
  try {
    await writeFile(path, content, { mode: 0o600 });
    for (;;) {
      await openEditor(invocation, path);
      const draft = await readFile(path, 'utf8');
      if (draft === content) throw new Interrupted('Nothing was changed.');
      try {
        return check(draft);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        invocation.terminal.note(error.message);
        const { askYes } = await import('../terminal/prompts.ts');
        if (!(await askYes('Edit it again?'))) throw new Interrupted('Nothing was changed.');
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function openEditor({ env }: Invocation, path: string): Promise<void> {
  const [editor = 'vi', ...args] = (env.VISUAL?.trim() || env.EDITOR?.trim() || 'vi').split(/\s+/);
  return new Promise((resolve, reject) => {
    const child = spawn(editor, [...args, path], { stdio: 'inherit' });
    const advice = 'Set EDITOR, or give --file <path>.';
    child.on('error', () => reject(new Failure('invalid', `The editor “${editor}” does not start.`, { advice })));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Interrupted('The editor was left without saving. Nothing was changed.')),
    );
  });
}
