/** Everything that a run found out. The first block has to be zero, whatever happened. */
export type Report = {
  lost: number;
  missing: number;
  leftOver: number;
  duplicates: number;
  foreignHarmed: number;
  everOpen: number;
  misgiven: number;
  writersAtOnce: number;
  writesWithoutTurn: number;
  ownBans: number;
  idleWrites: number;
  surprises: number;
} & {
  operations: number;
  acknowledged: number;
  refused: number;
  unknown: number;
  /** Harm that the documented race excuses; of that, by writes that the gateway acted upon after they were given up. */
  foreignRaced: number;
  foreignRacedLate: number;
  /** Writes that a gateway acted upon after their process had given up or died. */
  lateWrites: number;
  /** Harm that the gateway itself did, and harm by the second Gatehouse. */
  foreignByGateway: number;
  foreignByRival: number;
  /** From reading a list to the arrival of the write that follows. */
  raceWindowP50Ms: number;
  raceWindowP99Ms: number;
  raceWindowMaxMs: number;
  /** How often something had to wait for a person. */
  conflicts: number;
  rejected: number;
  convergenceP50Ms: number;
  convergenceP99Ms: number;
  convergenceMaxMs: number;
  gatewayWrites: number;
  gatewayWritesPerOperation: number;
  seconds: number;
  seed: number;
  instances: number;
  gateways: number;
  faults: Record<string, number>;
  /** How often each use case was acknowledged. */
  done: Record<string, number>;
};

const explained = {
  lost: 'acknowledged, and not in the database',
  missing: 'ours, and not at the gateway as wanted',
  leftOver: 'at the gateway, and not wanted any more',
  duplicates: 'ours, and there twice',
  foreignHarmed: "strangers' entries harmed outside of the race between reading and writing",
  everOpen: 'gateways that let everybody in for a moment; of LiteLLM: a key that was made one to every model',
  misgiven: 'accounts that went to somebody else',
  writersAtOnce: 'times that two processes wrote to one gateway at once',
  writesWithoutTurn: 'writes by a process that did not hold the lease of the gateway',
  ownBans: 'times that we locked ourselves out of a gateway',
  idleWrites: 'writes when nothing was different',
  surprises: 'errors that nobody expects',
} as const satisfies Partial<Record<keyof Report, string>>;

export const violations = (report: Report): (keyof typeof explained)[] =>
  (Object.keys(explained) as (keyof typeof explained)[]).filter((name) => report[name] !== 0);

/** For people; the same figures as the last line has. */
export function describeReport(report: Report): string {
  const counted = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return [
    `${report.operations} operations in ${report.seconds} s: ${report.acknowledged} acknowledged, ${report.refused} refused, ${report.unknown} without an answer`,
    `faults: ${counted(report.faults)}`,
    `acknowledged: ${counted(report.done)}`,
    `from commit to applied: p50 ${report.convergenceP50Ms} ms, p99 ${report.convergenceP99Ms} ms, at most ${report.convergenceMaxMs} ms`,
    `gateway writes: ${report.gatewayWrites}, ${report.gatewayWritesPerOperation} an operation`,
    `waited for an operator: ${report.conflicts} conflicts, ${report.rejected} rejected`,
    `strangers' entries in the race between reading and writing: ${report.foreignRaced}, ${report.foreignRacedLate} of them by a write that was given up; by the gateway itself ${report.foreignByGateway}, by the rival ${report.foreignByRival}`,
    `writes that a gateway acted upon after they were given up: ${report.lateWrites}`,
    `from reading a list to writing it: p50 ${report.raceWindowP50Ms} ms, p99 ${report.raceWindowP99Ms} ms, at most ${report.raceWindowMaxMs} ms`,
    ...Object.entries(explained).map(
      ([name, text]) =>
        `${report[name as keyof typeof explained] === 0 ? 'ok  ' : 'FAIL'} ${name} ${report[name as keyof typeof explained]} (${text})`,
    ),
  ].join('\n');
}
