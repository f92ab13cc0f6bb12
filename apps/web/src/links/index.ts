/** Where to go after signing in: only ever a page of ours, whatever the address bar says. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith('/') || next.startsWith('//') || /[\\\p{Cc}]/u.test(next)) return '/';
  const path = next.split(/[?#]/, 1)[0] ?? '/';
  return path === '/sign-in' || path === '/setup' || path === '/session' || path.startsWith('/auth/') ? '/' : next;
}

export function signInPath(next: string): string {
  const target = safeNext(next);
  return target === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(target)}`;
}

/** The token of a one-time link. It stands in the fragment because that part never reaches a server or a log. */
export function tokenFromFragment(hash: string): string | null {
  const token = hash.replace(/^#/, '').trim();
  return /^[A-Za-z0-9._~-]{20,200}$/.test(token) ? token : null;
}

/** What a person typed or pasted as a device code, with its hyphen as soon as it is long enough. */
export function formatUserCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

/** A first request with a client key, ready for a terminal. */
export function curlExample(baseUrl: string, key: string): string {
  return `curl ${baseUrl.replace(/\/+$/, '')}/models \\\n  -H "Authorization: Bearer ${key}"`;
}
