/** The oldest version whose key and model calls are known. */
export const minimumVersion = '1.78.0';

/** `unknown`: no release number, judged by what it answers. */
export function judgeVersion(version: string): 'fine' | 'old' | 'unknown' {
  const wanted = numbersOf(minimumVersion);
  const found = numbersOf(version);
  if (!wanted || !found) return 'unknown';
  for (const [index, number] of wanted.entries()) {
    const other = found[index] ?? 0;
    if (other !== number) return other > number ? 'fine' : 'old';
  }
  return 'fine';
}

function numbersOf(version: string): number[] | null {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match ? match.slice(1).map(Number) : null;
}
