import { benchBundle } from './bench/bundle.ts';
import { benchContribute } from './bench/contribute.ts';
import { benchDualWrite } from './bench/dual-write.ts';
import { benchUsage } from './bench/usage.ts';

const suites: Record<string, () => Promise<Record<string, number>>> = {
  bundle: benchBundle,
  contribute: benchContribute,
  'dual-write': benchDualWrite,
  usage: benchUsage,
};

async function main(): Promise<void> {
  const [name = '', ...rest] = process.argv.slice(2);
  const suite = suites[name];
  if (!suite || rest.length > 0) throw new Error(`Usage: npm run bench -- ${Object.keys(suites).join(' | ')}`);
  const metrics = await suite();
  for (const [metric, value] of Object.entries(metrics)) console.log(`${metric.padEnd(32)} ${value}`);
  console.log(JSON.stringify({ suite: name, metrics }));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
