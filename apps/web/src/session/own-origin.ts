/** Whether a browser's request comes from our own pages. Signing in or out on a person's behalf is refused elsewhere. */
export function isOwnOrigin(headers: Headers): boolean {
  const own = process.env.AUTH_URL;
  return own !== undefined && URL.canParse(own) && headers.get('origin') === new URL(own).origin;
}
