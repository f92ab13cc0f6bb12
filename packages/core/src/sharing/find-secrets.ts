import type { SharedChoices } from '@gatehouse/contracts/sharing';

export type FoundSecret = { at: string; why: string };

/** Shorter ones, such as `1` or `true`, are in every document and are no secrets. */
const shortestSecret = 6;
const knownKey = /(^|[^A-Za-z0-9])(sk-|ghp_|gho_|github_pat_|glpat-|xox[abpr]-|AKIA|AIza|gh[cbs]_)[A-Za-z0-9_-]{12,}/;
const secretFlag = /^--?[\w-]*(?:token|secret|passw(?:or)?d|api[-_]?key)(?:=(.*))?$/i;
const secretAssignment = /^(?:\w*_)?(?:TOKEN|SECRET|PASSWORD|API_?KEY|KEY)=(.+)$/i;

/** Places of a document that give away one of these values, or what looks like a key. Never says what it found. */
export function findSecrets(document: SharedChoices, values: readonly string[]): FoundSecret[] {
  const spellings = values.filter((value) => value.length >= shortestSecret).flatMap(spellingsOf);
  const found: FoundSecret[] = [];
  for (const { at, text } of textsOf(document, [])) {
    if (spellings.some((spelling) => text.includes(spelling)))
      found.push({ at, why: 'holds the value of one of your variables or headers' });
    else if (knownKey.test(text)) found.push({ at, why: 'holds what looks like a key' });
  }
  for (const [name, server] of Object.entries(document.mcpServers))
    if (server.type === 'local' && hasSecretArgument(server.command))
      found.push({ at: `mcpServers.${name}`, why: 'passes a secret in its command' });
  return found.filter(({ at }, index) => found.findIndex((other) => other.at === at) === index);
}

const spellingsOf = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
];

/** `--token abc`, `--api-key=abc` and `-e NAME_TOKEN=abc`; a reference such as `$TOKEN` is none. */
function hasSecretArgument(command: readonly string[]): boolean {
  return command.some((argument, index) => {
    const assigned = secretAssignment.exec(argument)?.[1];
    if (assigned !== undefined) return isLiteral(assigned);
    const flag = secretFlag.exec(argument);
    if (!flag) return false;
    return isLiteral(flag[1] ?? command[index + 1]);
  });
}

const isLiteral = (text: string | undefined): boolean => text !== undefined && text !== '' && !/^[-$%{]/.test(text);

/** All texts of a document, the names that people gave included; `at` is the first two steps to it. */
function* textsOf(value: unknown, path: readonly string[]): Generator<{ at: string; text: string }> {
  const at = path.slice(0, 2).join('.');
  if (typeof value === 'string') yield { at, text: value };
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item, path);
  else if (typeof value === 'object' && value !== null)
    for (const [key, entry] of Object.entries(value)) {
      if (path.length === 1) yield { at: `${at}.${key}`, text: key };
      yield* textsOf(entry, [...path, key]);
    }
}
