import { execFile, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { keys, noTerminalReason, runOnTerminal } from '../testing/pseudo-terminal.ts';

const execute = promisify(execFile);
const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
/** What completes is run in the shells themselves; a machine without one of them says which. */
const skipped = {
  zsh: !isInstalled('zsh') ? 'zsh is not installed' : noTerminalReason,
  fish: !isInstalled('fish') ? 'fish is not installed' : null,
};

let command: Command;
beforeAll(async () => {
  command = await createCommand();
});
afterAll(async () => {
  await command?.remove();
});

const scriptOf = async (shell: string) => (await command.run(['completion', shell])).stdout;

describe('completion', () => {
  it('is there for three shells', async () => {
    expect(await command.run(['completion', 'tcsh'])).toMatchObject({ code: 2 });
    expect(await scriptOf('zsh')).toMatch(/^#compdef gatehouse/);
  });
});

describe('completion in bash', () => {
  const complete = async (...words: string[]) => {
    const call = `COMP_WORDS=(gatehouse ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _gatehouse; echo "\${COMPREPLY[@]}"`;
    const { stdout } = await execute('bash', ['-c', `${await scriptOf('bash')}\n${call}`], { cwd: command.home });
    return stdout.trim().split(' ');
  };

  it('completes commands, their options and what these take', async () => {
    expect(await complete('sy')).toEqual(['sync']);
    expect(await complete('un')).toEqual(['undo', 'uninstall']);
    expect(await complete('keys', 'c')).toContain('create');
    expect(await complete('sync', '--scope', '')).toEqual(['user', 'project']);
    expect(await complete('sync', '--dry-run', '--on')).toEqual(['--on-edit']);
    expect(await complete('--json', 'gateways', 'pl')).toEqual(['plan']);
  });
});

describe(`completion in fish${skipped.fish ? ` (${skipped.fish})` : ''}`, () => {
  const complete = async (line: string) => {
    const file = join(command.home, 'gatehouse.fish');
    await writeFile(file, await scriptOf('fish'));
    const env = { PATH: process.env.PATH ?? '', HOME: command.home, LINE: line };
    const args = ['--no-config', '-c', `source ${file}; complete -C "$LINE"`];
    const { stdout } = await execute('fish', args, { cwd: command.home, env });
    return stdout.trim().split('\n');
  };

  it.skipIf(skipped.fish)('completes commands, their options and what these take', async () => {
    expect(await complete('gatehouse sy')).toEqual(['sync']);
    expect(await complete('gatehouse un')).toEqual(['undo', 'uninstall']);
    expect(await complete('gatehouse keys c')).toEqual(['create']);
    expect(await complete('gatehouse sync --scope ')).toEqual(['project', 'user']);
    expect(await complete('gatehouse sync --dry-run --on')).toEqual(['--on-edit']);
    expect(await complete('gatehouse --json gateways pl')).toEqual(['plan']);
  });
});

describe(`completion in zsh${skipped.zsh ? ` (${skipped.zsh})` : ''}`, () => {
  /** A zsh at its prompt, as somebody has it who put the script where their zsh looks for it, or sources it. */
  async function openZsh(way: 'found' | 'sourced') {
    await mkdir(join(command.home, 'functions'), { recursive: true });
    await writeFile(join(command.home, 'functions/_gatehouse'), await scriptOf('zsh'));
    const found = 'fpath=($HOME/functions $fpath); autoload -Uz compinit; compinit -u -D';
    const sourced = 'autoload -Uz compinit; compinit -u -D; source $HOME/functions/_gatehouse';
    const setUp = [
      'unsetopt beep; unset zle_bracketed_paste; PROMPT="ready> "',
      way === 'found' ? found : sourced,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is of the shell
      'gatehouse() { print -r -- "ran:${(j:,:)@}" }',
    ];
    await writeFile(join(command.home, '.zshrc'), `${setUp.join('\n')}\n`);
    const shell = runOnTerminal(['zsh', '--no-globalrcs', '-i'], {
      cwd: command.home,
      env: { HOME: command.home, ZDOTDIR: command.home, LANG: 'C.UTF-8' },
    });
    await shell.see('ready> ');
    return shell;
  }

  it.skipIf(skipped.zsh).each(['found', 'sourced'] as const)('completes where the script is %s', async (way) => {
    const shell = await openZsh(way);
    const ran = async (...typed: string[]) => {
      shell.press(...typed, keys.enter);
      const line = (await shell.see(/ran:[^\n]*\n/)).split('ran:').at(-1)?.trim();
      await shell.see('ready> ');
      return line;
    };
    expect(await ran('gatehouse sy', keys.tab)).toBe('sync');
    expect(await ran('gatehouse keys cr', keys.tab, 'x')).toBe('keys,create,x');
    expect(await ran('gatehouse sync --scope pr', keys.tab)).toBe('sync,--scope,project');
    expect(await ran('gatehouse sync --dry-run --on', keys.tab, 'fail')).toBe('sync,--dry-run,--on-edit,fail');
    expect(await ran('gatehouse --json gateways pl', keys.tab)).toBe('--json,gateways,plan');
    shell.press('gatehouse un', keys.tab, keys.tab);
    expect(await shell.see(/undo\s+uninstall/)).toContain('undo');
    shell.press(keys.killLine, 'exit', keys.enter);
    await shell.ended;
  });
});
