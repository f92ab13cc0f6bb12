import { costText, formatCount, formatUsd, type UsageFigures } from '@gatehouse/contracts/usage';

export const measures = ['tokens', 'requests', 'cost'] as const;
export type Measure = (typeof measures)[number];

export const measureLabels = { tokens: 'Tokens', requests: 'Requests', cost: 'Cost' } satisfies Record<Measure, string>;

/** A part of a bar, from the bottom up. */
export type Segment = {
  name: string;
  /** A class that fills it. */
  fill: string;
  value: (figures: UsageFigures) => number;
  text: (figures: UsageFigures) => string;
};

const counted = (name: string, fill: string, value: Segment['value']): Segment => ({
  name,
  fill,
  value: (figures) => Math.max(0, value(figures)),
  text: (figures) => formatCount(Math.max(0, value(figures))),
});

export const segmentsOf: Record<Measure, readonly Segment[]> = {
  tokens: [
    counted('Input', 'fill-chart-1 bg-chart-1', ({ inputTokens, cacheReadTokens }) => inputTokens - cacheReadTokens),
    counted('Input from cache', 'fill-chart-2 bg-chart-2', ({ cacheReadTokens }) => cacheReadTokens),
    counted('Output', 'fill-chart-3 bg-chart-3', ({ outputTokens }) => outputTokens),
    counted(
      'Not told apart',
      'fill-chart-4 bg-chart-4',
      ({ totalTokens, inputTokens, outputTokens }) => totalTokens - inputTokens - outputTokens,
    ),
  ],
  requests: [
    counted('Answered', 'fill-chart-1 bg-chart-1', ({ requests, failedRequests }) => requests - failedRequests),
    counted('Failed', 'fill-bad bg-bad', ({ failedRequests }) => failedRequests),
  ],
  cost: [
    {
      name: 'Cost',
      fill: 'fill-chart-1 bg-chart-1',
      value: ({ costUsd }) => Number(costUsd),
      text: (figures) => dollars(costText(figures)),
    },
  ],
};

/** `$1.50`, `≥ $1.50` or `unknown`. */
export const dollars = (text: string): string => text.replace(/(\d[\d,.]*)/, '$$$1');

export const heightOf = (measure: Measure, figures: UsageFigures): number =>
  segmentsOf[measure].reduce((sum, { value }) => sum + value(figures), 0);

export function measureText(measure: Measure, figures: UsageFigures): string {
  if (measure === 'cost') return dollars(costText(figures));
  return formatCount(measure === 'tokens' ? figures.totalTokens : figures.requests);
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** For the scale beside a chart. */
export const axisText = (measure: Measure, value: number): string =>
  measure === 'cost' ? `$${formatUsd(value.toFixed(12))}` : compact.format(value);

/** The next round number, of which the half is round as well; where only whole ones are counted, nothing below two. */
export function roundUp(value: number, areWhole: boolean): number {
  if (value <= 0) return areWhole ? 2 : 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((each) => value <= each * power * (1 + 1e-9)) ?? 10;
  return areWhole ? Math.max(2, step * power) : step * power;
}
