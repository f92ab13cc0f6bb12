/** The address with `schema` as its search_path, keeping other options that it already carries. */
export function withSearchPath(connectionString: string, schema: string | null): string {
  return schema === null ? connectionString : withServerOption(connectionString, `search_path="${schema}"`);
}

export function withServerOption(connectionString: string, option: string): string {
  const url = new URL(connectionString);
  const present = url.searchParams.get('options');
  url.searchParams.set('options', `${present ? `${present} ` : ''}-c ${option}`);
  return url.toString();
}
