import { z } from 'zod';

/** Time-ordered UUID (version 7), made by the application. */
export const id = z.uuid();

/** What a person may call a thing: one line, trimmed, 1 to 80 characters. */
export const displayName = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(80, 'A name has at most 80 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'A name cannot hold control characters.');

export const email = z.email('Enter an e-mail address.').trim().toLowerCase().max(254);

/** At least 12 characters; at most 256, so that hashing one is bounded work. */
export const password = z
  .string()
  .min(12, 'A password has at least 12 characters.')
  .max(256, 'A password has at most 256 characters.');

/** An http(s) address without user info, query or fragment; trailing slashes are dropped. */
export const httpUrl = z
  .string()
  .trim()
  .max(2048)
  .transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      context.addIssue({ code: 'custom', message: 'Enter an address that starts with http:// or https://.' });
      return z.NEVER;
    }
    if (url.username || url.password) {
      context.addIssue({ code: 'custom', message: 'The address cannot hold a user name or password.' });
      return z.NEVER;
    }
    if (url.search || url.hash) {
      context.addIssue({ code: 'custom', message: 'The address cannot hold a query or fragment.' });
      return z.NEVER;
    }
    return (url.origin + url.pathname).replace(/\/+$/, '');
  });

/**
 * A secret given by a person: no white space inside, not something that was masked for display.
 * A masked value that is sent back by mistake would otherwise replace the real one.
 */
export const secret = z
  .string()
  .trim()
  .min(8, 'This is too short to be a key.')
  .max(4096, 'This is too long to be a key.')
  .regex(/^[\x21-\x7e]+$/, 'A key holds visible ASCII characters only.')
  .refine((value) => !/(\*{3,}|…|\.{3,}|•{2,})/.test(value), 'This is a masked key. Paste the whole key.');

/** A model id exactly as a gateway spells it. */
export const modelId = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\s\p{Cc}]+$/u, 'A model id cannot hold spaces.');

export const timestamp = z.date();
