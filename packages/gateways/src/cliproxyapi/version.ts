/** Since this release a management write reaches the data plane at once, and list entries show when they are live. */
export const minimumVersion = 'v7.2.19';

/**
 * `old` and `new-enough` for release versions; `unknown` for `dev` builds and forks, which are judged by what they can do.
 */
export function judgeVersion(version: string): 'old' | 'new-enough' | 'unknown' {
  const found = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(version.trim());
  const wanted = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(minimumVersion);
  if (!found || !wanted) return 'unknown';
  for (let part = 1; part <= 3; part += 1) {
    const difference = Number(found[part]) - Number(wanted[part]);
    if (difference !== 0) return difference < 0 ? 'old' : 'new-enough';
  }
  return 'new-enough';
}
