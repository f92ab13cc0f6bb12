import { isIP } from 'node:net';
import { parseSecretKeys } from '@gatehouse/core/secrets';
import { z } from 'zod';

export const roles = ['api', 'jobs', 'web'] as const;
export type Role = (typeof roles)[number];

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

const wholeNumber = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(least, message).max(most, message));
};

const list = z.string().transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''));

const httpOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && origin === text.replace(/\/$/, '');
};
const origin = (message: string) =>
  z
    .string()
    .refine(httpOrigin, message)
    .transform((text) => new URL(text).origin);

const isRange = (text: string): boolean => {
  const [address = '', bits, rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

const isKeyList = (text: string): boolean => {
  try {
    return parseSecretKeys(text).length > 0;
  } catch {
    return false;
  }
};

/** Every variable of our own: what it may hold and what it is if it is not set. Those of the database are in its package. */
export const environment = z.object({
  GATEHOUSE_HOST: z.string().default('127.0.0.1'),
  GATEHOUSE_PORT: wholeNumber(0, 65_535).default(4180),
  GATEHOUSE_PUBLIC_URL: origin(
    'must be the address of the dashboard, such as https://gatehouse.example.com',
  ).optional(),
  GATEHOUSE_EXTRA_ORIGINS: list
    .pipe(z.array(origin('must be origins such as https://other.example.com, joined by commas')))
    .default([]),
  GATEHOUSE_ROLES: list
    .pipe(z.array(z.enum(roles, 'must be one or more of api, jobs and web, joined by commas')).min(1, 'names no role'))
    .refine((given) => !given.includes('web') || given.includes('api'), 'must name api as well where it names web')
    .transform((given): ReadonlySet<Role> => new Set(given))
    .default(new Set(roles)),
  GATEHOUSE_DATA_DIR: z.string().default('.gatehouse'),
  GATEHOUSE_SECRET_KEYS: z
    .string()
    .refine(isKeyList, 'must be one or more keys of 32 bytes in base64 or hex, joined by commas')
    .optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  GATEHOUSE_TRUSTED_PROXIES: list
    .pipe(z.array(z.string().refine(isRange, 'must be addresses or ranges such as 10.0.0.0/8, joined by commas')))
    .default([]),
  GATEHOUSE_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  /** `off`: what is publicly known of models is never fetched, and stays as it came with the product. */
  GATEHOUSE_MODEL_METADATA_URL: z
    .string()
    .refine(
      (text) => text === 'off' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
      'must be the address of a list in the form of https://models.dev/api.json, or off',
    )
    .transform((text) => (text === 'off' ? null : text))
    .default('https://models.dev/api.json'),
  /** What happened before is kept in sums only. */
  GATEHOUSE_USAGE_RECORD_DAYS: wholeNumber(31, 36_500).default(400),
  GATEHOUSE_PROVIDER_KEYS_PER_USER: wholeNumber(0, 1_000_000).default(20),
  GATEHOUSE_CUSTOM_PROVIDERS_PER_USER: wholeNumber(0, 1_000_000).default(20),
  GATEHOUSE_CLIENT_KEYS_PER_USER: wholeNumber(0, 1_000_000).default(20),
});

export type Environment = z.infer<typeof environment>;

/** Of the command line tool and of the tests: they may be set in the same shell and mean nothing here. */
export const foreignNames: ReadonlySet<string> = new Set([
  'GATEHOUSE_CONFIG_DIR',
  'GATEHOUSE_DEBUG',
  'GATEHOUSE_TEST_CHROMIUM',
  'GATEHOUSE_TEST_OPENCODE',
  'GATEHOUSE_TEST_SCREENSHOTS',
  'GATEHOUSE_TOKEN',
  'GATEHOUSE_URL',
]);
