/** Whether a browser's request comes from our own pages. Signing in or out on a person's behalf is refused elsewhere. */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (!origin || !URL.canParse(origin)) return false;
  const own = process.env.AUTH_URL;
  if (own && new URL(own).origin === origin) return true;
  // A page cannot choose the Host header, so an origin with the same host is the page that we serve there.
  return new URL(origin).host === (headers.get('x-forwarded-host') ?? headers.get('host'));
}
