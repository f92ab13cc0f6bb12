import { expect, it } from 'vitest';
import { parseShellLine, shellLine } from './shell-line.ts';

it.each([
  ['npx -y server', ['npx', '-y', 'server']],
  ['  sh  -c  "echo a b" ', ['sh', '-c', 'echo a b']],
  ['run \'it\'\'s\' "a \\"b\\""', ['run', 'its', 'a "b"']],
  ['a\\ b', ['a b']],
  ['run ""', ['run', '']],
  ['', []],
])('%s', (line, parts) => expect(parseShellLine(line)).toEqual(parts));

it.each([[['npx', '@scope/a@1.0.0']], [['sh', '-c', 'a\n"b" \\ \t']], [["it's", '$HOME', '']]])(
  'reads back what it shows: %j',
  (command) => expect(parseShellLine(shellLine(command))).toEqual(command),
);
