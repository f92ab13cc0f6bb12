import type { Pool, PoolClient } from 'pg';

const probeTimeoutMs = 5000;

/**
 * Every period: asks each idle connection for `select 1`, drops those that do not answer, and fills up to the
 * minimum, which pg keeps but never opens by itself. Ends with the pool.
 */
export function startHealthCheck(pool: Pool, periodSeconds: number): void {
  if (periodSeconds === 0) return;
  let isRunning = false;
  const timer = setInterval(() => {
    if (pool.ending) return clearInterval(timer);
    if (isRunning) return;
    isRunning = true;
    checkConnections(pool).finally(() => {
      isRunning = false;
    });
  }, periodSeconds * 1000);
  timer.unref();
}

/** Never rejects: what it finds wrong is repaired by the next query that needs a connection. */
export async function checkConnections(pool: Pool): Promise<void> {
  // Work that is already waiting goes first; it proves the connections as well.
  if (pool.waitingCount > 0) return;
  const missing = Math.max(0, (pool.options.min ?? 0) - pool.totalCount);
  // The pool hands out the connection that was used last, so all of them are only seen when taken together.
  const probes = Array.from({ length: pool.idleCount + missing }, () => probe(pool));
  await Promise.all(probes);
}

async function probe(pool: Pool): Promise<void> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch {
    return;
  }
  try {
    const query: { text: string; query_timeout: number } = { text: 'select 1', query_timeout: probeTimeoutMs };
    await client.query(query);
    client.release();
  } catch {
    client.release(true);
  }
}
