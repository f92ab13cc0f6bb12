import type { Command } from 'commander';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';

/** What may follow a command: its commands and options; and what may follow its options. */
type Entry = { path: string; words: string[]; values: { flag: string; choices: string[] }[] };

/** A script that needs neither this command nor a network when it completes. */
export async function printCompletion({ terminal }: Invocation, shell: string, program: Command): Promise<number> {
  const entries = entriesOf(program, '');
  const scripts: Record<string, (entries: Entry[]) => string> = { bash: bashScript, zsh: zshScript, fish: fishScript };
  const write = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (!write) {
    throw new Failure('invalid', 'Completion is there for bash, zsh and fish.', {
      advice: 'For bash: gatehouse completion bash > ~/.local/share/bash-completion/completions/gatehouse',
    });
  }
  const script = write(entries);
  if (terminal.isJson) terminal.json({ shell, script });
  else terminal.result(script);
  return 0;
}

function entriesOf(command: Command, path: string): Entry[] {
  const options = [...command.options, ...(path === '' ? [] : globalOptions(command))].filter(({ hidden }) => !hidden);
  const flags = options.flatMap(({ long }) => (long ? [long] : []));
  const values = options.flatMap(({ long, argChoices }) =>
    long && argChoices ? [{ flag: long, choices: argChoices }] : [],
  );
  const names = command.commands.map((each) => each.name());
  const own = { path, words: [...names, ...flags, '--help'], values };
  return [own, ...command.commands.flatMap((each) => entriesOf(each, `${path} ${each.name()}`.trim()))];
}

function globalOptions(command: Command): Command['options'] {
  let root = command;
  while (root.parent) root = root.parent;
  return root.options.filter(({ long }) => long !== '--version');
}

const cases = (entries: Entry[], indent: string): string =>
  entries
    .flatMap(({ path, words, values }) => [
      ...values.map(({ flag, choices }) => `${indent}'${path}:${flag}') words='${choices.join(' ')}' ;;`),
      `${indent}'${path}:'*) words='${words.join(' ')}' ;;`,
    ])
    .join('\n');

/** Walks the words before the cursor down to the innermost command; \`word\` is one of them. */
const steps = (entries: Entry[], indent: string): string =>
  entries
    .filter(({ path }) => path !== '')
    .map(({ path }) => `${indent}'${path}') command="$next" ;;`)
    .join('\n');

const bashScript = (entries: Entry[]): string => `_gatehouse() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' next word words index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    next="\${command:+$command }$word"
    case "$next" in
${steps(entries, '      ')}
    esac
  done
  [[ "$previous" == --* ]] || previous=''
  case "$command:$previous" in
${cases(entries, '    ')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _gatehouse gatehouse`;

const zshScript = (entries: Entry[]): string => `#compdef gatehouse
_gatehouse() {
  local command='' next word words_ previous index
  for ((index = 2; index < CURRENT; index++)); do
    word="\${words[index]}"
    next="\${command:+$command }$word"
    case "$next" in
${steps(entries, '      ')}
    esac
  done
  previous="\${words[CURRENT-1]}"
  [[ "$previous" == --* ]] || previous=''
  case "$command:$previous" in
${cases(entries, '    ').replaceAll('words=', 'words_=')}
  esac
  compadd -- \${=words_}
}
if [[ "$funcstack[1]" == '_gatehouse' ]]; then _gatehouse "$@"; else compdef _gatehouse gatehouse; fi`;

const fishScript = (entries: Entry[]): string => `function __gatehouse_words
  set -l command ''
  set -l previous ''
  for word in (commandline -opc)[2..-1]
    set previous $word
    set -l next (string trim "$command $word")
    switch "$next"
${entries
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      case '${path}'\n        set command "$next"`)
  .join('\n')}
    end
  end
  string match -q -- '--*' "$previous"; or set previous ''
  switch "$command:$previous"
${entries
  .flatMap(({ path, words, values }) => [
    ...values.map(({ flag, choices }) => `    case '${path}:${flag}'\n      printf '%s\\n' ${choices.join(' ')}`),
    `    case '${path}:*'\n      printf '%s\\n' ${words.join(' ')}`,
  ])
  .join('\n')}
  end
end
complete -c gatehouse -f -a '(__gatehouse_words)'`;
