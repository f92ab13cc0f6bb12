/** The address with `schema` as its search_path, keeping other options that it already carries. */
export function withSearchPath(connectionString: string, schema: string | null): string {
  if (schema === null) return connectionString;
  const url = new URL(connectionString);
  const options = [url.searchParams.get('options'), `-c search_path="${schema}"`].filter(Boolean).join(' ');
  url.searchParams.set('options', options);
  return url.toString();
}
