/**
 * The fewest steps that still fail, as far as so many tries find them: first the shortest beginning, then whatever can be
 * left out of it, in ever smaller pieces. Answers their numbers.
 */
export async function shrink(
  count: number,
  fails: (steps: readonly number[]) => Promise<boolean>,
  tries: number,
): Promise<number[]> {
  let left = tries;
  const attempt = async (steps: readonly number[]): Promise<boolean> => {
    left -= 1;
    return fails(steps);
  };
  const all = Array.from({ length: count }, (_, index) => index);
  // A shorter script is the beginning of a longer one, so what fails is looked for by halves.
  let [passing, failing] = [0, count];
  while (failing - passing > 1 && left > 0) {
    const middle = Math.floor((passing + failing) / 2);
    if (await attempt(all.slice(0, middle))) failing = middle;
    else passing = middle;
  }
  let kept = all.slice(0, failing);
  for (let size = Math.ceil(kept.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2))
    for (let start = 0; start < kept.length && left > 0; ) {
      const without = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (without.length > 0 && (await attempt(without))) kept = without;
      else start += size;
    }
  return kept;
}

/** `0-4,7`: steps as they are written on the command line. */
export function writeSteps(steps: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const step of steps) {
    const last = ranges.at(-1);
    if (last && last[1] === step - 1) last[1] = step;
    else ranges.push([step, step]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/** Null for what is none. */
export function readSteps(text: string): number[] | null {
  const ranges = text.split(',').map((part) => /^(\d+)(?:-(\d+))?$/.exec(part));
  if (ranges.some((range) => range === null)) return null;
  return ranges.flatMap((range) => {
    const [from, to] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  });
}
