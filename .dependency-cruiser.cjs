/** The walls of docs/architecture.md, as rules. `npm run check` runs them and fails if it did not see every module. */
const workspace = {
  contracts: 'packages/contracts',
  db: 'packages/db',
  gateways: 'packages/gateways',
  core: 'packages/core',
  api: 'packages/api',
  client: 'packages/client',
  cli: 'apps/cli',
  web: 'apps/web',
  server: 'apps/server',
};

/** What each package may load at run time; `types` may be imported as types only. */
const allowed = {
  contracts: { run: [] },
  db: { run: [] },
  gateways: { run: ['contracts'] },
  core: { run: ['contracts', 'db', 'gateways'] },
  api: { run: ['contracts', 'core'] },
  client: { run: ['contracts'], types: ['api'] },
  cli: { run: ['client', 'contracts'] },
  web: { run: ['client', 'contracts'], types: ['api'] },
  server: { run: ['contracts', 'db', 'gateways', 'core', 'api', 'client'] },
};

/** Libraries that must never be imported, tests included. */
const banned = {
  contracts: ['@trpc/', 'kysely', 'pg', 'next', 'react'],
  gateways: ['kysely', 'pg', '@trpc/'],
  core: ['@trpc/', 'next', 'react', 'pg'],
  api: ['kysely', 'pg', 'next', 'react'],
  client: ['@trpc/server', 'kysely', 'pg', 'next'],
  cli: ['@trpc/server', 'kysely', 'pg', 'next'],
  web: ['kysely', 'pg', 'pg-boss'],
};

const names = Object.keys(workspace);
const sources = (name) => `^${workspace[name]}/src/`;
const tests = '(\\.test\\.tsx?$|/testing/|/src/e2e/)';
// `pg` is not `pg-boss`: a name ends where the path does.
const library = (name) =>
  name.endsWith('/') || name.endsWith(':') ? `(^|node_modules/)${name}` : `(^|node_modules/)${name}(/|$)`;

const packageWalls = names.flatMap((name) => {
  const { run, types = [] } = allowed[name];
  const never = names.filter((other) => other !== name && !run.includes(other) && !types.includes(other));
  return [
    {
      name: `${name}-imports-upward`,
      severity: 'error',
      from: { path: sources(name), pathNot: tests },
      to: { path: never.map(sources) },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `${name}-imports-only-types-of-${types.join('-and-')}`,
            severity: 'error',
            from: { path: sources(name), pathNot: tests },
            to: { path: types.map(sources), dependencyTypesNot: ['type-only'] },
          },
        ]),
    ...(banned[name]
      ? [
          {
            name: `${name}-imports-a-banned-library`,
            severity: 'error',
            from: { path: sources(name), pathNot: tests },
            to: { path: banned[name].map(library) },
          },
        ]
      : []),
  ];
});

/** Inside core, imports go from later to earlier. What stands on one line may know each other. */
const coreOrder = [
  [
    'errors',
    'actor',
    'authorization',
    'audit',
    'secrets',
    'cache',
    'changes',
    'jobs',
    'rate-limits',
    'limits',
    'context',
  ],
  ['users', 'sessions', 'access-tokens', 'invitations', 'setup', 'teams'],
  ['gateway-sync'],
  ['gateways'],
  [
    'entry-settings',
    'gateway-settings',
    'gateway-people',
    'gateway-teams',
    'provider-accounts',
    'provider-keys',
    'custom-providers',
    'client-keys',
    'models',
    'usage',
  ],
  ['bundle-choices'],
  ['sharing'],
  ['bundles'],
  ['membership', 'housekeeping', 'unmanaged'],
];
const domains = (list) => `^packages/core/src/(${list.join('|')})/`;
const coreWalls = coreOrder.slice(0, -1).map((line, index) => ({
  name: `core-${line[0]}-imports-a-later-domain`,
  severity: 'error',
  from: { path: domains(line), pathNot: tests },
  to: { path: domains(coreOrder.slice(index + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...packageWalls,
    ...coreWalls,
    {
      name: 'core-domain-has-no-place-in-the-order',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: [tests, domains(coreOrder.flat())] },
      to: { path: '.' },
    },
    {
      name: 'core-domain-imported-past-its-index',
      severity: 'error',
      from: { path: '^packages/core/src/([^/]+)/', pathNot: tests },
      to: { path: '^packages/core/src/[^/]+/', pathNot: ['^packages/core/src/$1/', '/index\\.ts$'] },
    },
    {
      name: 'browser-safe-package-imports-node',
      severity: 'error',
      from: { path: [sources('contracts'), sources('client')], pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'not-resolvable', severity: 'error', from: { path: 'src/' }, to: { couldNotResolve: true } },
    {
      name: 'no-circular',
      severity: 'error',
      from: { path: '^(packages|apps)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|apps)/[^/]+/(dist|\\.next|\\.turbo)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.json'],
    },
  },
};
