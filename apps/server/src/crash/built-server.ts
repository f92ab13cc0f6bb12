import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const mainPath = resolve(packageRoot, 'dist/main.js');

/** The path of the built server; built again where it is missing or was made from other sources than those of now. */
export async function builtServer(): Promise<string> {
  if (!(await isCurrent())) await promisify(execFile)(process.execPath, ['build.mjs'], { cwd: packageRoot });
  return mainPath;
}

/** The source map holds the very text that was built; times say little where a build came out of a cache. */
async function isCurrent(): Promise<boolean> {
  const mapPath = `${mainPath}.map`;
  const texts = await Promise.all([readFile(mainPath), readFile(mapPath, 'utf8')]).catch(() => null);
  if (!texts) return false;
  const map = JSON.parse(texts[1]) as { sources: string[]; sourcesContent: string[] };
  for (const [index, source] of map.sources.entries()) {
    if (source.includes('node_modules')) continue;
    const text = await readFile(resolve(dirname(mapPath), source), 'utf8').catch(() => null);
    if (text !== map.sourcesContent[index]) return false;
  }
  return true;
}
