const unitMs: Record<string, number> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, mo: 2_592e6 };

/** Milliseconds of a duration such as `30d`; null if it is none. */
export function durationMs(text: unknown): number | null {
  const match = /^(\d+)(s|m|h|d|w|mo)$/.exec(String(text));
  return match ? Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0) : null;
}
