/** Computes something for each object once. What it was computed for must never change; values that are no objects are not kept. */
export function perObject<T, V>(compute: (value: T) => V): (value: T) => V {
  const known = new WeakMap<object, { result: V }>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return compute(value);
    const found = known.get(value);
    if (found) return found.result;
    const result = compute(value);
    known.set(value, { result });
    return result;
  };
}
