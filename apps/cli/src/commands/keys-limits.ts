import type { ClientKeyView } from '@gatehouse/contracts/client-keys';
import { Failure } from '../failures/failure.ts';
import { whenGiven } from './provider-options.ts';

/** Options that `keys create` and `keys edit` have alike. */
export type LimitOptions = {
  model: string[];
  maxBudget?: string;
  budgetDuration?: string;
  rpm?: string;
  tpm?: string;
  expires?: string;
};

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** What the options say, as the server takes it; what was not given is undefined. */
export const limitsFrom = (options: LimitOptions) => ({
  models: whenGiven(options.model),
  maxBudget: options.maxBudget,
  budgetDuration: options.budgetDuration,
  rpmLimit: numberOf(options.rpm),
  tpmLimit: numberOf(options.tpm),
  expiresAt: expiryFrom(options.expires),
});

const unitMs: Record<string, number> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A date is its first moment, here where it was typed. */
function expiryFrom(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const [, count, unit = ''] = /^(\d{1,4})(h|d|w)$/.exec(text) ?? [];
  if (count !== undefined) return new Date(Date.now() + Number(count) * (unitMs[unit] ?? 0));
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text.length === 10 ? `${text}T00:00` : text) : null;
  if (at && !Number.isNaN(at.getTime())) return at;
  throw new Failure('invalid', '--expires is neither a date nor a time from now.', {
    advice: 'For example: --expires 2030-01-31, or --expires 30d',
  });
}

/** For a table cell: `2 models, 25 USD/30d, 60 rpm`. */
export function shortLimits({ limits, expiresAt }: ClientKeyView): string {
  const { models, maxBudget, budgetDuration, rpmLimit, tpmLimit } = limits;
  return [
    models && `${models.length} model${models.length === 1 ? '' : 's'}`,
    maxBudget && `${maxBudget} USD${budgetDuration ? `/${budgetDuration}` : ''}`,
    rpmLimit && `${rpmLimit} rpm`,
    tpmLimit && `${tpmLimit} tpm`,
    expiresAt && `until ${expiresAt.toISOString().slice(0, 10)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
