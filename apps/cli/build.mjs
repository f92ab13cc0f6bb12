import { chmod, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const inFolder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the command into one file that needs nothing but Node. */
export async function buildCommand(outfile = inFolder('dist/gatehouse.js')) {
  const { version } = JSON.parse(await readFile(inFolder('package.json'), 'utf8'));
  const result = await build({
    absWorkingDir: inFolder('.'),
    entryPoints: ['src/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // One file, yet a dynamic import stays lazy: its module runs only when it is asked for.
    splitting: false,
    minify: true,
    legalComments: 'none',
    metafile: true,
    // jsonc-parser's CommonJS build cannot be bundled.
    mainFields: ['module', 'main'],
    define: { GATEHOUSE_VERSION: JSON.stringify(version) },
    banner: {
      js: [
        '#!/usr/bin/env node',
        "import { createRequire as __createRequire } from 'node:module';",
        'const require = __createRequire(import.meta.url);',
      ].join('\n'),
    },
    logLevel: 'warning',
  });
  await chmod(outfile, 0o755);
  return { outfile, inputs: Object.keys(result.metafile.inputs) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCommand();
