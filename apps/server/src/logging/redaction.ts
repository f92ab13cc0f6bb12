const names = [
  'apiKey',
  'api_key',
  'key',
  'token',
  'secret',
  'password',
  'authorization',
  'cookie',
  'managementKey',
  'management_key',
  'clientKey',
  'setupToken',
  'connectionString',
];

/** A path with a wildcard does not reach the top level, so every name is listed at each depth. */
export const redactedPaths: string[] = names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);
