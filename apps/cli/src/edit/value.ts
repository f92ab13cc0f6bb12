export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A place in a file: a text is a key, a number an item of a list. `atTheEnd` is the item behind the last one. */
export type Path = readonly (string | number)[];
export const atTheEnd = Number.POSITIVE_INFINITY;

export const isObject = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** With its keys sorted, so that equal values are equal texts. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(own(value, key) ?? null)}`);
  return `{${members.join(',')}}`;
}

export const isSameJson = (left: Json, right: Json): boolean => canonical(left) === canonical(right);

/** What is at `path`, or undefined. */
export function valueAt(root: Json | undefined, path: Path): Json | undefined {
  let value = root;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? value[step] : undefined;
    else value = isObject(value) ? own(value, step) : undefined;
  }
  return value;
}

const own = (object: Record<string, Json>, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** `root` with `value` at `path`, or without what is there. */
export function withValue(root: Json | undefined, path: Path, value: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  if (typeof step === 'number') {
    const list = Array.isArray(root) ? root : [];
    const index = Math.min(step, list.length);
    if (rest.length === 0 && value === undefined) return list.filter((_, each) => each !== index);
    return [...list.slice(0, index), withValue(list[index], rest, value), ...list.slice(index + 1)];
  }
  const entries = isObject(root) ? Object.entries(root) : [];
  if (rest.length === 0 && value === undefined) return Object.fromEntries(entries.filter(([key]) => key !== step));
  const present = isObject(root) ? own(root, step) : undefined;
  if (value === undefined && present === undefined) return root ?? {};
  const others = entries.filter(([key]) => key !== step);
  return Object.fromEntries([...others, [step, withValue(present, rest, value)]]);
}

/** Writes into `root` itself: for building a large value step by step. */
export function put(root: Json, path: Path, value: Json): void {
  let holder: Json = root;
  for (const [depth, step] of path.entries()) {
    const isLast = depth === path.length - 1;
    const present = valueAt(holder, [step]);
    const inner: Json = isLast ? value : (present ?? (typeof path[depth + 1] === 'number' ? [] : {}));
    if (isLast || present === undefined) {
      if (Array.isArray(holder)) holder[Number(step)] = inner;
      // A key may be called like something that every object has.
      else Object.defineProperty(holder, step, { value: inner, enumerable: true, configurable: true, writable: true });
    }
    holder = inner;
  }
}

/** Without objects and lists that hold nothing: some syntaxes cannot say them, or say them by a heading alone. */
export function withoutEmpty(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutEmpty(item) ?? null);
    return items.length > 0 ? items : undefined;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = withoutEmpty(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
