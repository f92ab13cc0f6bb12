/** Where a test may end the process: between the steps of a sync. */
export type FaultPoint = 'recorded' | 'noted' | 'replacing' | 'replaced';

let passed = 0;

/** `GATEHOUSE_TEST_KILL_AT=<n>` kills the process, as a power cut would, at the n-th point that it comes to. */
export async function atFaultPoint(_point: FaultPoint): Promise<void> {
  passed += 1;
  if (process.env.GATEHOUSE_TEST_KILL_AT === String(passed)) process.kill(process.pid, 'SIGKILL');
}
