import { Failure } from '../failures/failure.ts';

/** The origin (and base path) of a Gatehouse server without a trailing slash. */
export function parseServerUrl(text: string, options: { isInsecureHttpAllowed: boolean }): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new Failure('invalid', 'The server address must start with https://, or http:// on this machine.', {
      advice: `Give it in full, like --url ${inFull(text) ?? 'https://gatehouse.example.com'}`,
    });
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new Failure('invalid', 'The server address cannot hold a user name, a password, a query or a fragment.', {
      advice: 'Give only the address, like --url https://gatehouse.example.com',
    });
  }
  if (url.protocol === 'http:' && !options.isInsecureHttpAllowed && !isLoopback(url.hostname)) {
    throw new Failure('invalid', `Tokens and keys would go to ${url.host} without encryption.`, {
      advice: 'Use https://, or say --insecure-http if you accept that.',
    });
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** What was most likely meant by an address without its beginning. */
function inFull(text: string): string | null {
  const candidate = `https://${text}`;
  if (!/^[\w.-]+(:\d+)?(\/.*)?$/.test(text) || !URL.canParse(candidate)) return null;
  const url = new URL(candidate);
  if (isLoopback(url.hostname)) url.protocol = 'http:';
  return url.href.replace(/\/$/, '');
}

/** Whether a host name, as `URL` spells it, is this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname);
