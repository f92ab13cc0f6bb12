import { run } from './run.ts';

// Nothing leaves the machine while building: both tools would report their use otherwise.
const quiet = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const args = ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only', ...process.argv.slice(2)];
if (!(await run('pnpm', args, { ...process.env, ...quiet }))) process.exit(1);
