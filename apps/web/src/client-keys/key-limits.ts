import type { ClientKeyView } from '@gatehouse/contracts/client-keys';

type Limited = Pick<ClientKeyView, 'limits'>;

/** Each limit in a few words: “2 models”, “25 USD per 30d”. */
export function limitWords({ limits }: Limited): string[] {
  const { models, maxBudget, budgetDuration, rpmLimit, tpmLimit } = limits;
  const words = [
    models && `${models.length} ${models.length === 1 ? 'model' : 'models'}`,
    maxBudget && `${maxBudget} USD${budgetDuration ? ` per ${budgetDuration}` : ''}`,
    rpmLimit && `${rpmLimit} requests/min`,
    tpmLimit && `${tpmLimit} tokens/min`,
  ];
  return words.filter((word) => typeof word === 'string' && word !== '') as string[];
}

/** A moment as a `datetime-local` field takes it, in the browser's time zone, to the minute. */
export function localMinute(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

type LimitFieldValues = Partial<Record<string, unknown>>;

/** Of what stands in an edit form only what differs from the key: an untouched field is no edit. */
export function changedOnly<Values extends LimitFieldValues>(values: Values, key: ClientKeyView): Values {
  const before: Record<string, unknown> = {
    ...key.limits,
    name: key.name,
    expiresAt: key.expiresAt,
    teamId: key.team?.id ?? null,
  };
  const isSame = (name: string, value: unknown) => text(value) === text(before[name]);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name in before && isSame(name, value) ? undefined : value]),
  ) as Values;
}

function text(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid' : localMinute(value);
  return Array.isArray(value) ? value.join('\n') : String(value ?? '');
}
