/**
 * Whether a model is left out. `*` stands for any text; upper and lower case are the same. The last pattern that fits
 * decides, and one that begins with `!` takes the model back in.
 */
export function isExcluded(patterns: readonly string[], modelId: string): boolean {
  for (let index = patterns.length - 1; index >= 0; index -= 1) {
    const pattern = patterns[index] ?? '';
    const takesBack = pattern.startsWith('!');
    if (fits(takesBack ? pattern.slice(1) : pattern, modelId)) return !takesBack;
  }
  return false;
}

/** Never slower than the product of both lengths, whatever a person writes: it goes back to the last star only. */
export function fits(pattern: string, text: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()];
  let [at, place, star, resume] = [0, 0, -1, 0];
  while (place < given.length) {
    if (wanted[at] === '*') {
      star = at;
      resume = place;
      at += 1;
    } else if (wanted[at] === given[place]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      place = resume;
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}
