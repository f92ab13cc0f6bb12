import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Interrupted } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';
import { editChoices } from './choices-edit.ts';

let server: StubServer;
let home: string;
beforeAll(async () => {
  [server, home] = await Promise.all([startStubServer(), mkdtemp(join(tmpdir(), 'gatehouse-editor-'))]);
});
afterAll(async () => {
  await Promise.all([server?.close(), home && rm(home, { recursive: true })]);
});
beforeEach(() => server.reset());

/** As at a terminal, with a script in the place of the editor; it gets the file as its last argument. */
async function edit(script: string): Promise<string> {
  const editor = join(home, 'editor');
  await writeFile(editor, `#!/bin/sh\n${script}\n`);
  await chmod(editor, 0o755);
  const env = {
    HOME: home,
    GATEHOUSE_URL: server.url,
    GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person',
    EDITOR: editor,
  };
  const said: string[] = [];
  const colors = pc.createColors(false);
  const invocation: Invocation = {
    version: '0.0.0',
    env,
    options: {},
    folders: { config: home, state: home },
    stdin: process.stdin,
    terminal: {
      isJson: false,
      isInteractive: true,
      result: (text) => said.push(text),
      json: () => undefined,
      note: (text) => said.push(text),
      outColors: colors,
      noteColors: colors,
    },
  };
  await editChoices(invocation, {});
  return said.join('\n');
}

it('saves what was edited', async () => {
  const said = await edit(`grep -q '"agents": {}' "$1" && echo '{"smallModel":"gpt-5-mini"}' > "$1"`);
  expect(server.state.choices.view).toMatchObject({ version: 1, choices: { smallModel: 'gpt-5-mini' } });
  expect(said).toContain('small model: gpt-5-mini');
});

it('changes nothing where the file stayed as it was or the editor failed, and leaves no file behind', async () => {
  const seen = join(home, 'seen');
  for (const exit of ['exit 0', 'exit 1']) {
    await expect(edit(`echo "$1" > ${seen}; ${exit}`)).rejects.toBeInstanceOf(Interrupted);
    expect(existsSync((await readFile(seen, 'utf8')).trim())).toBe(false);
  }
  expect(server.state.choices.view.version).toBe(0);
});
