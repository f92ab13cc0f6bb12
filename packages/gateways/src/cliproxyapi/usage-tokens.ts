import type { UsageRecord, UsageTokens } from '../driver/usage.ts';
import { wholeNumber } from '../http/raw.ts';
import { isRecord, type RawEntry, text } from './raw.ts';

type Counted = Pick<UsageRecord, 'tokens' | 'areTokensExact' | 'costUsd'>;

/** As the gateway itself took the numbers apart, or by the rules of the provider's family where it is too old for that. */
export function countTokens(record: RawEntry): Counted {
  const counted = fromBreakdown(record.token_breakdown) ?? fromFamily(record);
  return { ...counted, costUsd: null };
}

type Sums = Omit<Counted, 'costUsd'>;

function fromBreakdown(breakdown: unknown): Sums | null {
  if (!isRecord(breakdown) || breakdown.schema_version !== 2) return null;
  const { input, output } = breakdown;
  if (!isRecord(input) || !isRecord(output)) return null;
  const tokens: UsageTokens = {
    input: wholeNumber(input.total_tokens),
    output: wholeNumber(output.total_tokens),
    reasoning: wholeNumber(output.reasoning_tokens),
    cacheRead: wholeNumber(input.cache_read_tokens),
    cacheWrite: wholeNumber(input.cache_write_tokens),
    total: wholeNumber(breakdown.total_tokens),
  };
  if (!areConsistent(tokens, wholeNumber(breakdown.unclassified_tokens))) return null;
  return { tokens, areTokensExact: breakdown.quality === 'complete' };
}

const areConsistent = (tokens: UsageTokens, unclassified: number): boolean =>
  tokens.cacheRead + tokens.cacheWrite <= tokens.input &&
  tokens.reasoning <= tokens.output &&
  tokens.input + tokens.output + unclassified === tokens.total;

/**
 * How a family counts. `parts`: input holds what the cache took part in, output holds the reasoning. `apart`: each is
 * counted by itself. `reasoning-apart`: only the reasoning is.
 */
type Family = 'parts' | 'apart' | 'reasoning-apart';

const markers: readonly [Family, readonly string[]][] = [
  ['apart', ['claude', 'anthropic']],
  ['reasoning-apart', ['gemini', 'aistudio', 'antigravity', 'vertex', 'interaction']],
  ['parts', ['openai', 'codex', 'xai', 'grok', 'kimi', 'qwen', 'deepseek', 'openrouter']],
];

function familyOf(record: RawEntry): Family | null {
  const provider = text(record.provider).trim().toLowerCase();
  const executor = text(record.executor_type).trim().toLowerCase();
  // A custom provider may be called after any family and counts like OpenAI all the same.
  if (executor === 'openaicompatexecutor' || /^openai-compatib(ility$|le-)/.test(provider)) return 'parts';
  const found = markers.find(([, names]) => names.some((name) => provider.includes(name) || executor.includes(name)));
  return found?.[0] ?? null;
}

function fromFamily(record: RawEntry): Sums {
  const raw = isRecord(record.tokens) ? record.tokens : {};
  const said = wholeNumber(raw.total_tokens);
  const family = familyOf(record);
  const tokens = inFamily(family, raw);
  if (!tokens) {
    const total = said || lowerBound(raw);
    return { tokens: untold(total), areTokensExact: total === 0 };
  }
  const areFine = areConsistent(tokens, 0) && sumsOf(family, raw, tokens).includes(said);
  return areFine ? { tokens, areTokensExact: true } : { tokens: untold(said || tokens.total), areTokensExact: false };
}

/** Sums that the gateway may have made of these numbers; older releases leave the cache out of it for Claude. */
const sumsOf = (family: Family | null, raw: RawEntry, { total }: UsageTokens): number[] =>
  family === 'apart' ? [0, total, wholeNumber(raw.input_tokens) + wholeNumber(raw.output_tokens)] : [0, total];

const untold = (total: number): UsageTokens => ({
  input: 0,
  output: 0,
  reasoning: 0,
  cacheRead: 0,
  cacheWrite: 0,
  total,
});

const lowerBound = (raw: RawEntry): number => {
  const cached = wholeNumber(raw.cache_read_tokens) + wholeNumber(raw.cache_creation_tokens);
  return (
    Math.max(wholeNumber(raw.input_tokens), wholeNumber(raw.cached_tokens), cached) +
    Math.max(wholeNumber(raw.output_tokens), wholeNumber(raw.reasoning_tokens))
  );
};

/** Null where the numbers cannot be told apart. */
function inFamily(family: Family | null, raw: RawEntry): UsageTokens | null {
  if (!family) return null;
  const [input, output] = [wholeNumber(raw.input_tokens), wholeNumber(raw.output_tokens)];
  const reasoning = wholeNumber(raw.reasoning_tokens);
  const cached = wholeNumber(raw.cached_tokens);
  const cacheWrite = wholeNumber(raw.cache_creation_tokens);
  if (family === 'apart') {
    // Before there was a number for each, this one meant reads or, without reads, writes.
    if (cached > 0 && raw.cache_read_tokens === undefined) return null;
    const cacheRead = wholeNumber(raw.cache_read_tokens);
    return summed({
      input: input + cacheRead + cacheWrite,
      output: output + reasoning,
      reasoning,
      cacheRead,
      cacheWrite,
    });
  }
  const cacheRead = wholeNumber(raw.cache_read_tokens) || cached;
  return summed({
    input,
    output: family === 'parts' ? output : output + reasoning,
    reasoning,
    cacheRead,
    cacheWrite,
  });
}

const summed = (tokens: Omit<UsageTokens, 'total'>): UsageTokens => ({
  ...tokens,
  total: tokens.input + tokens.output,
});
