import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeReport, violations } from './chaos/report.ts';
import { type RunOptions, type RunResult, runChaos, scriptOf } from './chaos/run.ts';
import { isSabotage, sabotages } from './chaos/sabotage.ts';
import { readSteps, shrink, writeSteps } from './chaos/shrink.ts';

const usage = `Lets many people work on several gateways while everything breaks, then checks that nothing is lost.

Usage: npm run chaos -- --operations 5000 --seed 7 [--instances 2] [--gateways 3] [--json] [--shrink] [--trace <file>]

  --instances   Gatehouses on the one database; from two on each is a process that gets killed
  --gateways    of both kinds in turn: the first is a CLIProxyAPI, the second a LiteLLM
  --pace        mean pause between two operations in milliseconds, default 20
  --only        the steps to play, such as 0-4,7; written by --shrink
  --json        print only the last line
  --trace       where to write each write of a gateway's lists: when, by which process under which epoch, what it had read
  --shrink      after a failure, look for fewer steps that fail with the same seed
  --tries       how many runs that may take, default 40
  --sabotage    break the build on purpose, to see that it is noticed: ${sabotages.join(', ')}
`;

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    instances: { type: 'string', default: '1' },
    gateways: { type: 'string', default: '3' },
    pace: { type: 'string', default: '20' },
    tries: { type: 'string', default: '40' },
    only: { type: 'string' },
    sabotage: { type: 'string' },
    json: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    trace: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const refuse = (text: string): never => {
  process.stderr.write(`${text}\n\n${usage}`);
  process.exit(2);
};
const whole = (name: 'operations' | 'seed' | 'instances' | 'gateways' | 'pace' | 'tries', least: number): number => {
  const number = Number(values[name]);
  return Number.isInteger(number) && number >= least ? number : refuse(`--${name} is a whole number from ${least} on.`);
};
const only = values.only === undefined ? undefined : (readSteps(values.only) ?? refuse('--only looks like 0-4,7.'));
const { sabotage } = values;
if (sabotage !== undefined && !isSabotage(sabotage)) refuse(`--sabotage is one of ${sabotages.join(', ')}.`);
const options: RunOptions = {
  operations: whole('operations', 1),
  seed: whole('seed', 0),
  instances: whole('instances', 1),
  gateways: whole('gateways', 1),
  paceMs: whole('pace', 0),
  only,
  sabotage: sabotage !== undefined && isSabotage(sabotage) ? sabotage : undefined,
  say: (text) => void (values.json || process.stderr.write(`chaos: ${text}\n`)),
};
const tries = whole('tries', 1);

type Attempt = Omit<RunResult, 'report'> & { report: RunResult['report'] | null };

const first = await run(options);
if (values.trace) await writeFile(values.trace, first.trace.map((write) => `${JSON.stringify(write)}\n`).join(''));
for (const detail of first.details) if (isFailure(first) || !values.json) process.stderr.write(`chaos: ${detail}\n`);
if (isFailure(first)) {
  process.stderr.write(`chaos: failed with seed ${options.seed}; replay it with: ${commandFor(only)}\n`);
  if (values.shrink) await shrinkFailure(first);
}
if (!values.json && first.report) process.stdout.write(`${describeReport(first.report)}\n`);
process.stdout.write(`${JSON.stringify(first.report ?? { error: first.details[0], seed: options.seed })}\n`);
process.exit(isFailure(first) ? 1 : 0);

async function run(wanted: RunOptions): Promise<Attempt> {
  try {
    return await runChaos(wanted);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { report: null, details: [text], trace: [] };
  }
}

function isFailure({ report }: Attempt): boolean {
  return report === null || violations(report).length > 0;
}

/** What was violated; a run that did not end counts as one. */
function failuresOf({ report }: Attempt): readonly string[] {
  return report ? violations(report) : ['ended'];
}

/** A run with fewer steps has to fail in one of the same ways. */
async function shrinkFailure(failed: Attempt): Promise<void> {
  const wanted = new Set(failuresOf(failed));
  const numbers = only ?? scriptOf(options).map((_, index) => index);
  const fails = async (chosen: readonly number[]) => {
    const attempt = await run({ ...options, only: chosen.map((index) => numbers[index] ?? 0) });
    const isSame = failuresOf(attempt).some((name) => wanted.has(name));
    options.say(`${chosen.length} steps: ${isSame ? 'fail as well' : 'pass'}`);
    return isSame;
  };
  const kept = (await shrink(numbers.length, fails, tries)).map((index) => numbers[index] ?? 0);
  const steps = scriptOf(options);
  for (const index of kept) process.stderr.write(`chaos: step ${index}: ${JSON.stringify(steps[index])}\n`);
  process.stderr.write(`chaos: ${kept.length} of ${steps.length} steps are enough: ${commandFor(kept)}\n`);
}

function commandFor(steps: readonly number[] | undefined): string {
  const { operations, seed, instances, gateways, paceMs } = options;
  const more = `${steps ? ` --only ${writeSteps(steps)}` : ''}${sabotage ? ` --sabotage ${sabotage}` : ''}`;
  return `npm run chaos -- --operations ${operations} --seed ${seed} --instances ${instances} --gateways ${gateways} --pace ${paceMs}${more}`;
}
