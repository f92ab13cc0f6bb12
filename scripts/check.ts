import { execFileSync } from 'node:child_process';
import { run } from './run.ts';

// Formatting and lint, types, and the walls between packages. Fails at the end, so that one run shows everything.
const results = {
  'format and lint': await run('pnpm', ['exec', 'biome', 'check', '.']),
  types:
    (await run('pnpm', ['exec', 'turbo', 'run', 'typecheck', '--output-logs=errors-only'])) &&
    (await run('pnpm', ['exec', 'tsc', '-p', '.'])),
  walls: await checkWalls(),
};
const failed = Object.entries(results).filter(([, isGood]) => !isGood);
for (const [name] of failed) console.error(`check: ${name} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** dependency-cruiser is silently content with what it cannot parse: it has to have seen every source file. */
async function checkWalls(): Promise<boolean> {
  const sources = execFileSync('git', ['ls-files', '-z', '--', ':(glob)packages/*/src/**', ':(glob)apps/*/src/**'], {
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => /\.tsx?$/.test(path));
  const json = execFileSync('pnpm', ['exec', 'depcruise', 'packages', 'apps', '--output-type', 'json'], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const { modules, summary } = JSON.parse(json) as Cruise;
  const seen = new Set(modules.filter(({ dependencies }) => dependencies).map(({ source }) => source));
  const unseen = sources.filter((path) => !seen.has(path) && !path.endsWith('.d.ts'));
  for (const path of unseen) console.error(`walls: ${path} was not seen`);
  for (const { rule, from, to } of summary.violations) console.error(`walls: ${rule.name}: ${from} → ${to}`);
  const dependencies = modules.reduce((count, module) => count + (module.dependencies?.length ?? 0), 0);
  console.log(
    `walls: ${sources.length} source files, ${dependencies} imports, ${summary.violations.length} violations`,
  );
  return (
    sources.length > 100 && unseen.length === 0 && summary.violations.length === 0 && dependencies > sources.length
  );
}

type Cruise = {
  modules: { source: string; dependencies?: unknown[] }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
};
