import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildCommand } from './build.mjs';
import { clientTypes } from './client-types.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const own = join(here, 'package.json');
const kept = join(here, 'package.json.kept');

/** All that is published: the command, and `createClient` with its types. Neither needs another package. */
export async function buildPackage(folder = here) {
  const dist = join(folder, 'dist');
  await mkdir(dist, { recursive: true });
  await buildCommand(join(dist, 'gatehouse.js'));
  await build({
    absWorkingDir: here,
    stdin: {
      contents: "export { createClient, ApiError, isApiError } from '@gatehouse/client/client';",
      resolveDir: here,
    },
    outfile: join(dist, 'client.js'),
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['module', 'import'],
    target: 'es2022',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await writeFile(join(dist, 'client.d.ts'), clientTypes());
  await copyFile(join(here, '../../LICENSE'), join(folder, 'LICENSE'));
  await copyFile(join(here, '../../docs/cli.md'), join(folder, 'README.md'));
  return published(JSON.parse(await readFile(own, 'utf8')));
}

/** The manifest without what only this repository knows. */
function published({ name, version, license, type, bin, exports, files }) {
  const description = 'Point your coding agents at your team’s AI gateways.';
  return { name, version, description, license, type, engines: { node: '>=20.19' }, bin, exports, files };
}

// `npm pack` and `npm publish` read the manifest from the disk, so it is another one while they do.
const [, script, step] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  if (step === 'restore') {
    await rename(kept, own);
    for (const copy of ['LICENSE', 'README.md']) await rm(join(here, copy), { force: true });
  } else {
    const manifest = await buildPackage();
    await copyFile(own, kept);
    await writeFile(own, `${JSON.stringify(manifest, null, 2)}\n`);
  }
}
