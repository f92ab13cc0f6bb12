import { nativeProtocol, type Protocol } from './protocol.ts';
import type { BundleModel } from './sources.ts';

/** Best first. Within a family the newest: ids are compared with their numbers as numbers. */
const mainFamilies = [
  /claude.*sonnet/,
  /gpt-\d.*codex(?!.*mini)/,
  /gpt-[5-9](?!.*(mini|nano))/,
  /gemini.*pro/,
  /claude.*opus/,
  /glm/,
  /kimi/,
];
const smallFamilies = [/claude.*haiku/, /gpt.*mini/, /gemini.*flash(?!.*lite)/, /gemini.*flash/, /gpt.*nano/];

/** Less than this and a coding agent's own instructions and tools leave no room for work. */
const usefulContext = 32_000;

export type Suggested = { main: BundleModel; small: BundleModel };
type Models = readonly [BundleModel, ...BundleModel[]];

/**
 * Which of these chat models a coding agent starts with, and which it uses for titles and the like. Those come first
 * that the client asks in their own protocol, if it prefers one. Pure.
 */
export function suggestModels(models: Models, prefers?: Protocol): Suggested {
  const preferred = prefers ? models.filter((model) => nativeProtocol(model.id) === prefers) : [];
  const usable = (isNonEmpty(preferred) && capable(preferred)) || capable(models) || models;
  const main = newestOf(usable, mainFamilies) ?? strongest(usable);
  return { main, small: newestOf(usable, smallFamilies) ?? cheaperThan(main, usable) ?? main };
}

/** Those that can use tools and hold a conversation with them; undefined if there is none. */
function capable(models: readonly BundleModel[]): Models | undefined {
  const found = models.filter(
    ({ hasTools, contextLimit }) => hasTools && (contextLimit === null || contextLimit >= usefulContext),
  );
  return isNonEmpty(found) ? found : undefined;
}

/** Of the first family that has any. A family is told by the lower-case id. */
function newestOf(models: readonly BundleModel[], families: readonly RegExp[]): BundleModel | undefined {
  const names = models.map(({ id }) => id.toLowerCase());
  for (const family of families) {
    const found = models.filter((_, index) => family.test(names[index] ?? ''));
    if (isNonEmpty(found)) return found.reduce((best, model) => (isNewer(model, best) ? model : best));
  }
  return undefined;
}

export const newestNamed = (models: readonly BundleModel[], family: RegExp): BundleModel | undefined =>
  newestOf(models, [family]);

/** By what is known of them: reasoning, then context, then price, then the newer name. */
export function strongest(models: Models): BundleModel {
  return models.reduce((best, model) => (isStronger(model, best) ? model : best));
}

function isStronger(left: BundleModel, right: BundleModel): boolean {
  if (left.hasReasoning !== right.hasReasoning) return left.hasReasoning;
  const [leftContext, rightContext] = [left.contextLimit ?? 0, right.contextLimit ?? 0];
  if (leftContext !== rightContext) return leftContext > rightContext;
  const [leftPrice, rightPrice] = [priceOf(left), priceOf(right)];
  if (leftPrice !== rightPrice) return leftPrice < rightPrice;
  return isNewer(left, right);
}

function cheaperThan(main: BundleModel, models: readonly BundleModel[]): BundleModel | undefined {
  const limit = priceOf(main);
  const cheaper = models.filter((model) => priceOf(model) < limit);
  return isNonEmpty(cheaper) ? cheapest(cheaper) : undefined;
}

const cheapest = (models: Models): BundleModel =>
  models.reduce((best, model) => (priceOf(model) < priceOf(best) ? model : best));

/** Of a million tokens in and a million out; a model of unknown price is never the cheap one. */
const priceOf = ({ price }: BundleModel): number =>
  price ? Number(price.input) + Number(price.output) : Number.POSITIVE_INFINITY;

const isNonEmpty = <T>(list: readonly T[]): list is readonly [T, ...T[]] => list.length > 0;

const collator = new Intl.Collator('en', { numeric: true });
const isNewer = (left: BundleModel, right: BundleModel): boolean => collator.compare(left.id, right.id) > 0;
