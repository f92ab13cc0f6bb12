import { z } from 'zod';
import { modelId } from '../fields/index.ts';

/** What a key can be limited in beyond its expiry. Which of it a gateway can do is in its summary. */
export const keyLimitKinds = ['models', 'budget', 'rates'] as const;
export type KeyLimitKind = (typeof keyLimitKinds)[number];

/** Ids of the catalogue, in its own spelling. */
export const keyModels = z
  .array(modelId)
  .min(1, 'A key without models could use nothing. Block it instead.')
  .max(500, 'A key can be limited to 500 models.')
  .transform((models) => [...new Set(models)])
  .pipe(z.array(z.string()));

/** US dollars, a decimal number such as `25` or `12.50`. */
export const keyBudget = z
  .string()
  .trim()
  .regex(/^\d{1,9}(\.\d{1,6})?$/, 'Enter an amount in US dollars, such as 25 or 12.50.')
  .refine((value) => Number(value) !== 0, 'A budget of nothing would stop the key. Block it instead.');

/** After which time the budget starts anew. */
export const budgetDuration = z
  .string()
  .trim()
  .regex(/^[1-9]\d{0,3}(h|d|w|mo)$/, 'Enter a period such as 12h, 7d, 30d or 1mo.');

const rate = z
  .number('Enter a whole number.')
  .int('Enter a whole number.')
  .min(1, 'A limit of nothing would stop the key. Block it instead.')
  .max(2_000_000_000, 'This is more than a gateway can count.');
export const rpmLimit = rate;
export const tpmLimit = rate;

const farthestMs = 10 * 366 * 86_400_000;

export const expiresAt = z
  .date('Enter a date.')
  .refine((at) => at.getTime() > Date.now(), 'Choose a time in the future.')
  .refine((at) => at.getTime() < Date.now() + farthestMs, 'A key can expire in ten years at the latest.');

/** What a key may do; null: not limited in this. */
export type KeyLimits = {
  models: string[] | null;
  maxBudget: string | null;
  budgetDuration: string | null;
  rpmLimit: number | null;
  tpmLimit: number | null;
};

export const isLimited = (limits: KeyLimits): boolean => Object.values(limits).some((limit) => limit !== null);
