import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['contracts', 'db', 'gateways', 'core', 'api', 'client']
      .map((name) => project(name, `packages/${name}`))
      .concat(['server', 'web', 'cli'].map((name) => project(name, `apps/${name}`))),
  },
});

function project(name: string, root: string) {
  return {
    test: {
      name,
      root,
      include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
      testTimeout: 30_000,
      hookTimeout: 60_000,
      // One embedded PostgreSQL for the whole run; each file clones its own database from a template.
      globalSetup: ['db', 'core', 'api', 'server'].includes(name)
        ? ['../../packages/db/src/testing/global-setup.ts']
        : [],
    },
  };
}
