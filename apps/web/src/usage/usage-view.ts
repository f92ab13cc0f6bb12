import {
  addDays,
  daysFrom,
  type UsageGroup,
  type UsageSummaryInput,
  usageGroups,
  usageSummaryInput,
} from '@gatehouse/contracts/usage';

export const ranges = ['today', '7d', '30d', '90d', 'dates'] as const;
export type UsageRangeName = (typeof ranges)[number];

/** What the page shows, as its address says it. `from` and `to` count where the range is `dates`. */
export type UsageView = {
  range: UsageRangeName;
  from: string;
  to: string;
  scope: 'own' | 'all';
  groupBy: UsageGroup;
  gatewayId: string | null;
  model: string | null;
  userId: string | null;
  clientKeyId: string | null;
};

/** What the browser's clock and settings say; null while the page is made on the server. */
export type BrowserClock = { timeZone: string; today: string };

/** Names in the address of what narrows the rows down. */
export const filterParams = { gatewayId: 'gateway', model: 'model', userId: 'person', clientKeyId: 'key' } as const;
export type FilterName = keyof typeof filterParams;

/** What narrowing down to a row of a group means; a provider or a team cannot be asked for alone. */
export const filterOfGroup: Partial<Record<UsageGroup, FilterName>> = {
  model: 'model',
  person: 'userId',
  'client-key': 'clientKeyId',
  gateway: 'gatewayId',
};

const daysOf = { today: 1, '7d': 7, '30d': 30, '90d': 90 } as const;

export function viewFrom(params: { get(name: string): string | null }, canSeeAll: boolean): UsageView {
  const scope = canSeeAll && params.get('scope') === 'all' ? 'all' : 'own';
  const groupBy = groupsFor(scope).find((group) => group === params.get('by')) ?? 'day';
  return {
    range: ranges.find((range) => range === params.get('range')) ?? '7d',
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
    scope,
    groupBy,
    gatewayId: params.get(filterParams.gatewayId),
    model: params.get(filterParams.model),
    userId: scope === 'all' ? params.get(filterParams.userId) : null,
    clientKeyId: params.get(filterParams.clientKeyId),
  };
}

/** Of one's own usage everything is of the same person. */
export const groupsFor = (scope: UsageView['scope']): UsageGroup[] =>
  usageGroups.filter((group) => scope === 'all' || (group !== 'person' && group !== 'team'));

export function datesOf({ range, from, to }: UsageView, { today }: BrowserClock): { from: string; to: string } {
  if (range === 'dates') return { from: from || addDays(today, -6), to: to || today };
  return { from: addDays(today, 1 - daysOf[range]), to: today };
}

const maxHourDays = 31;

/** Hours of many weeks are no help to anybody, and the server refuses them. */
export const hasHours = (view: UsageView, clock: BrowserClock): boolean => {
  const { from, to } = datesOf(view, clock);
  return daysFrom(from, to).length <= maxHourDays;
};

/** What to ask for, or why it cannot be asked. */
export function inputFor(
  view: UsageView,
  clock: BrowserClock,
): { ok: true; input: UsageSummaryInput } | { ok: false; problem: string } {
  const { scope, gatewayId, model, userId, clientKeyId } = view;
  const groupBy = view.groupBy === 'hour' && !hasHours(view, clock) ? 'day' : view.groupBy;
  const input = {
    ...datesOf(view, clock),
    timeZone: clock.timeZone,
    scope,
    groupBy,
    ...(gatewayId !== null && { gatewayId }),
    ...(model !== null && { model }),
    ...(userId !== null && { userId }),
    ...(clientKeyId !== null && { clientKeyId }),
  };
  const parsed = usageSummaryInput.safeParse(input);
  if (parsed.success) return { ok: true, input };
  return { ok: false, problem: parsed.error.issues[0]?.message ?? 'This cannot be asked for.' };
}
