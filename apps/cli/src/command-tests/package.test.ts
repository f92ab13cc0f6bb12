import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

type Pack = { buildPackage(folder: string): Promise<object> };
const execute = promisify(execFile);
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-package-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('packs, installs into an empty folder without a network, runs, and type-checks', { timeout: 180_000 }, async () => {
  const { buildPackage } = (await import(new URL('../../pack.mjs', import.meta.url).href)) as Pack;
  const source = join(root, 'source');
  await cp(new URL('../../package.json', import.meta.url), join(source, 'package.json'), { recursive: true });
  const manifest = await buildPackage(source);
  expect(manifest).not.toHaveProperty('private');
  expect(manifest).not.toHaveProperty('dependencies');
  expect(JSON.stringify(manifest)).not.toContain('workspace:');
  await writeFile(join(source, 'package.json'), JSON.stringify(manifest));

  const offline = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--cache', join(root, 'cache')];
  const { stdout } = await execute('npm', ['pack', '--json', '--ignore-scripts'], { cwd: source });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const tarball = join(source, filename);
  expect((await stat(tarball)).size).toBeLessThan(1_500_000);

  const empty = join(root, 'empty');
  await cp(tarball, join(empty, filename), { recursive: true });
  await writeFile(join(empty, 'package.json'), '{"private":true,"type":"module"}');
  await execute('npm', ['install', ...offline, `./${filename}`], { cwd: empty });
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string };
  expect((await execute('npx', ['--no-install', 'gatehouse', '--version'], { cwd: empty })).stdout).toBe(
    `${version}\n`,
  );

  await writeFile(
    join(empty, 'use.ts'),
    [
      "import { createClient, isApiError } from '@gatehouse/cli/client';",
      "const client = createClient({ baseUrl: 'https://gatehouse.example.com', token: 'ghc_x' });",
      "const keys = await client.clientKeys.list.query({ scope: 'own' });",
      'export const names: string[] = keys.map(({ name }) => name);',
      '// @ts-expect-error there is no such scope',
      "await client.clientKeys.list.query({ scope: 'none' }).catch(isApiError);",
    ].join('\n'),
  );
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', target: 'es2022', types: [] };
  await writeFile(join(empty, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  await execute(process.execPath, [tsc, '-p', '.'], { cwd: empty });
  const script =
    "import('@gatehouse/cli/client').then((m) => console.log(typeof m.createClient({ baseUrl: 'http://x' })))";
  expect((await execute(process.execPath, ['-e', script], { cwd: empty })).stdout).toBe('function\n');
});
