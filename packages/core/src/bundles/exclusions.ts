/** The models that no pattern names. `*` stands for any text; letters count as equal in either case. */
export function withoutExcluded<T extends { id: string }>(models: readonly T[], patterns: readonly string[]): T[] {
  const tests = patterns.map(testOf);
  return models.filter(({ id }) => {
    const name = id.toLowerCase();
    return !tests.some((isNamed) => isNamed(name));
  });
}

// Not a regular expression: a pattern with many stars would make one take for ever.
function testOf(pattern: string): (name: string) => boolean {
  const parts = pattern.toLowerCase().split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = name.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return name.length - last.length >= from && name.endsWith(last);
  };
}
