import { type RawEntry, text } from './raw.ts';

/** Leaves nothing of a key: the only way to switch off an entry of a list that has no switch. */
const everything = '*';

type Exclusions = { excludedModels?: string[]; isDisabled?: true };

const fromList = (list: readonly string[]): Exclusions => {
  const models = list.filter((model) => model !== everything);
  return {
    ...(models.length === 0 ? {} : { excludedModels: models }),
    ...(list.includes(everything) ? { isDisabled: true as const } : {}),
  };
};

export function readExclusions(raw: RawEntry): Exclusions {
  const list = raw['excluded-models'];
  return fromList(Array.isArray(list) ? list.map(text) : []);
}

/** Lower-cased, trimmed, each once, in their order, as the gateway stores them. */
export function normaliseExclusions(spec: { excludedModels?: string[]; isDisabled?: boolean }): Exclusions {
  const models = (spec.excludedModels ?? []).map((model) => model.trim().toLowerCase()).filter((model) => model !== '');
  return fromList([...new Set(models), ...(spec.isDisabled ? [everything] : [])]);
}

/** Each half is ours or not by itself: excluding models leaves a switch alone that somebody else turned, and vice versa. */
export function writeExclusions(entry: RawEntry, spec: Exclusions, clear: readonly string[]): void {
  const current = readExclusions(entry);
  const models = spec.excludedModels ?? (clear.includes('excludedModels') ? [] : (current.excludedModels ?? []));
  const isDisabled = spec.isDisabled ?? (clear.includes('isDisabled') ? false : current.isDisabled === true);
  const isSame =
    JSON.stringify(models) === JSON.stringify(current.excludedModels ?? []) &&
    isDisabled === (current.isDisabled === true);
  if (!isSame) entry['excluded-models'] = [...models, ...(isDisabled ? [everything] : [])];
}
