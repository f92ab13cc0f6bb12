/** A query string with one parameter set, or taken out by null. Answers with its `?`, or nothing if it is empty. */
export function withParam(search: string, name: string, value: string | null): string {
  const params = new URLSearchParams(search);
  if (value === null) params.delete(name);
  else params.set(name, value);
  const query = params.toString();
  return query && `?${query}`;
}
