import type { Log } from '@gatehouse/core/context';

/** In this order; what is in one phase ends side by side. Each may take so long before the next begins anyway. */
const patienceMs = { requests: 5000, web: 1500, connections: 1000, postgres: 2500 };
export type Phase = keyof typeof patienceMs;

/** What has to be ended, noted as it is begun: a start that fails half way ends the half that it made. */
export type Closing = {
  add(phase: Phase, name: string, end: () => Promise<void> | void): void;
  /** Once, however often it is called. Answers whether everything ended in time and without an error. */
  closeAll(log: Log): Promise<boolean>;
};

export function createClosing(limitsMs: Record<Phase, number> = patienceMs): Closing {
  const ends: { phase: Phase; name: string; end: () => Promise<void> | void }[] = [];
  let closing: Promise<boolean> | undefined;
  const run = async (log: Log): Promise<boolean> => {
    let isClean = true;
    for (const [phase, ms] of Object.entries(limitsMs)) {
      const ending = ends.filter((entry) => entry.phase === phase).map((entry) => endOne(entry, ms, log));
      isClean = (await Promise.all(ending)).every(Boolean) && isClean;
    }
    return isClean;
  };
  return {
    add: (phase, name, end) => {
      ends.push({ phase, name, end });
    },
    closeAll: (log) => {
      closing ??= run(log);
      return closing;
    },
  };
}

async function endOne(
  { name, end }: { name: string; end: () => Promise<void> | void },
  ms: number,
  log: Log,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    const isInTime = await Promise.race([Promise.resolve(end()).then(() => true), late]);
    if (!isInTime) log.warn({ part: name, ms }, 'A part did not end in time');
    return isInTime;
  } catch (error) {
    log.error({ part: name, err: error }, 'A part did not end well');
    return false;
  } finally {
    clearTimeout(timer);
  }
}
