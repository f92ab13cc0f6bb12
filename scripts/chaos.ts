import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeReport, violations } from './chaos/report.ts';
import { type RunOptions, type RunResult, runChaos } from './chaos/run.ts';

const usage = `Lets many people work on several gateways while everything breaks, then checks that nothing is lost.

Usage: npm run chaos -- --operations 5000 --seed 7 [--instances 2] [--gateways 3] [--json] [--shrink] [--trace <file>]

  --instances   Gatehouses on the one database; from two on each is a process that gets killed
  --pace        mean pause between two operations in milliseconds, default 20
  --json        print only the last line
  --gateways    of both kinds in turn: the first is a CLIProxyAPI, the second a LiteLLM
  --trace       where to write each write of a gateway's lists: when, by which process under which epoch, what it had read
  --shrink      after a failure, look for fewer operations that fail with the same seed
`;

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    instances: { type: 'string', default: '1' },
    gateways: { type: 'string', default: '3' },
    pace: { type: 'string', default: '20' },
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
const whole = (name: 'operations' | 'seed' | 'instances' | 'gateways' | 'pace', least: number): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= least) return number;
  process.stderr.write(`--${name} is a whole number from ${least} on.\n\n${usage}`);
  process.exit(2);
};
const options: RunOptions = {
  operations: whole('operations', 1),
  seed: whole('seed', 0),
  instances: whole('instances', 1),
  gateways: whole('gateways', 1),
  paceMs: whole('pace', 0),
  say: (text) => void (values.json || process.stderr.write(`chaos: ${text}\n`)),
};

const first = await run(options);
const failing = isFailure(first) && values.shrink ? await shrink(options, first) : first;
if (values.trace) await writeFile(values.trace, first.trace.map((write) => `${JSON.stringify(write)}\n`).join(''));
for (const detail of first.details) options.say(detail);
if (isFailure(failing)) {
  for (const detail of failing.details) process.stderr.write(`chaos: ${detail}\n`);
  process.stderr.write(`chaos: failed with seed ${options.seed}; replay it with: ${commandFor(failing.operations)}\n`);
}
if (!values.json && first.report) process.stdout.write(`${describeReport(first.report)}\n`);
process.stdout.write(`${JSON.stringify(first.report ?? { error: first.details[0], seed: options.seed })}\n`);
process.exit(isFailure(first) ? 1 : 0);

type Attempt = Omit<RunResult, 'report'> & { report: RunResult['report'] | null; operations: number };

async function run(wanted: RunOptions): Promise<Attempt> {
  try {
    return { ...(await runChaos(wanted)), operations: wanted.operations };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { report: null, details: [text], trace: [], operations: wanted.operations };
  }
}

function isFailure({ report }: Attempt): boolean {
  return report === null || violations(report).length > 0;
}

/** Halves as long as it fails: a shorter script is the beginning of the longer one. */
async function shrink(wanted: RunOptions, failed: Attempt): Promise<Attempt> {
  const operations = Math.floor(failed.operations / 2);
  if (operations < 5) return failed;
  const attempt = await run({ ...wanted, operations });
  options.say(`${operations} operations: ${isFailure(attempt) ? 'fail as well' : 'pass'}`);
  return isFailure(attempt) ? shrink(wanted, attempt) : failed;
}

function commandFor(operations: number): string {
  const { seed, instances, gateways, paceMs } = options;
  return `npm run chaos -- --operations ${operations} --seed ${seed} --instances ${instances} --gateways ${gateways} --pace ${paceMs}`;
}
