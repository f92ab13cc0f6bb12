import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export type Installed = { ok: true; folder: string } | { ok: false; reason: string };

/** Large, so they are kept from run to run: in the folder that is named, else with the other packages. */
const cache =
  process.env.GATEHOUSE_CLIENTS_CACHE ??
  fileURLToPath(new URL('../../../../node_modules/.cache/clients', import.meta.url));

/** Puts published packages into a folder of their own, as a person would install the client. */
export async function install(...packages: string[]): Promise<Installed> {
  const folder = join(cache, packages.join('+').replaceAll(/[/@]+/g, '_'));
  if (existsSync(join(folder, 'node_modules'))) return { ok: true, folder };
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'package.json'), '{"private":true}');
    const args = ['install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error', ...packages];
    await promisify(execFile)('npm', args, { cwd: unfinished, timeout: 240_000 });
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return { ok: true, folder };
  } catch (error) {
    const [line] = String((error as { stderr?: string }).stderr || error).split('\n');
    return { ok: false, reason: `${packages.join(' and ')} could not be installed: ${line?.slice(0, 160)}` };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
