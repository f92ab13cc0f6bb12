import { run } from './run.ts';

const isBuilt = await run('pnpm', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only']);
if (!isBuilt) process.exit(1);
