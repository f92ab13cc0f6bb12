/** So many attempts in a window of so many seconds, for one subject. */
export type RateLimit = { limit: number; windowSeconds: number };

const minutes = (count: number): number => count * 60;

/** What is limited, and by what: the subject is an address unless the name says otherwise. Discovery counts a person’s. */
export const rateLimitPresets = {
  'sign-in-email': { limit: 10, windowSeconds: minutes(15) },
  'sign-in-address': { limit: 50, windowSeconds: minutes(15) },
  'setup-claim': { limit: 10, windowSeconds: minutes(10) },
  'invitation-preview': { limit: 60, windowSeconds: minutes(10) },
  'invitation-accept': { limit: 10, windowSeconds: minutes(10) },
  'device-start': { limit: 10, windowSeconds: minutes(1) },
  // One waiting command line asks 120 times in ten minutes; an office shares its address.
  'device-poll': { limit: 1200, windowSeconds: minutes(10) },
  // A person's own; a login that went wrong is tried again.
  'account-connect': { limit: 30, windowSeconds: minutes(10) },
  'model-discovery': { limit: 30, windowSeconds: minutes(10) },
  'device-confirm-user': { limit: 30, windowSeconds: minutes(10) },
  // A person’s own: at this pace a code of 40 bits is not found.
  'share-code': { limit: 20, windowSeconds: minutes(10) },
} as const satisfies Record<string, RateLimit>;

export type RateLimitPreset = keyof typeof rateLimitPresets;
