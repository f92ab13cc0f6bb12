import type { Logger } from './logging/index.ts';

/**
 * Ends the process well on the first signal and at once on the second. An error that nobody caught leaves the process in
 * an unknown state: it is logged and ends it the same way, with exit code 1.
 */
export function endWithSignals(log: Logger, stop: () => Promise<boolean>): void {
  let isEnding = false;
  const end = async (exitCode: number) => {
    if (isEnding) process.exit(1);
    isEnding = true;
    const isClean = await stop();
    process.exit(isClean ? exitCode : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!isEnding) log.info({ signal }, 'Stopping');
      void end(0);
    });
  }
  const onBug = (error: unknown) => {
    log.error({ err: error }, 'An error that nobody caught');
    if (!isEnding) void end(1);
  };
  process.on('uncaughtException', onBug);
  process.on('unhandledRejection', onBug);
}
