/** Best first. Within a family the newest: ids are compared with their numbers as numbers. */
const mainFamilies = [
  /claude.*sonnet/,
  /gpt-\d.*codex(?!.*mini)/,
  /gpt-[5-9](?!.*(mini|nano))/,
  /gemini.*pro/,
  /claude.*opus/,
  /glm/,
  /kimi/,
];
const smallFamilies = [/claude.*haiku/, /gpt.*mini/, /gemini.*flash(?!.*lite)/, /gemini.*flash/, /gpt.*nano/];

/** Which of these chat models a coding agent starts with, and which it uses for titles and the like. Pure. */
export function suggestModels(ids: readonly string[]): { main: string; small: string } {
  const main = pick(ids, mainFamilies) ?? ids[0] ?? '';
  return { main, small: pick(ids, smallFamilies) ?? main };
}

function pick(ids: readonly string[], families: readonly RegExp[]): string | undefined {
  for (const family of families) {
    const [newest] = ids
      .filter((id) => family.test(id.toLowerCase()))
      .sort((left, right) => collator.compare(right, left));
    if (newest !== undefined) return newest;
  }
  return undefined;
}

const collator = new Intl.Collator('en', { numeric: true });
