import { build } from 'esbuild';
import { bundleOptions } from './esbuild-options.mjs';

await build({ ...bundleOptions, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', sourcemap: 'linked' });
