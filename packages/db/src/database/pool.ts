import pg from 'pg';
import type { PoolSettings } from '../config/settings.ts';
import { startHealthCheck } from './health-check.ts';
import { createPlanKeeper } from './planned-once.ts';
import { createTypeParsers } from './type-parsers.ts';

export interface PoolOptions {
  onQuery?: (() => void) | undefined;
  onConnectionLost?: ((error: Error) => void) | undefined;
}

export function createPool(connectionString: string, settings: PoolSettings, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    fallback_application_name: 'gatehouse',
    max: settings.maxConnections,
    min: settings.minConnections,
    idleTimeoutMillis: settings.maxIdleSeconds * 1000,
    maxLifetimeSeconds: settings.maxLifetimeSeconds,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    types: createTypeParsers(),
  });
  const keepPlans = createPlanKeeper();
  // Reported by the connection's own listener below; without this one the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    // The pool takes its listener away while a connection is in use: losing it then would end the process too.
    client.on('error', (error: Error) => options.onConnectionLost?.(error));
    keepPlans(client);
    if (options.onQuery) countQueries(client, options.onQuery);
  });
  startHealthCheck(pool, settings.healthCheckSeconds);
  return pool;
}

function countQueries(client: pg.PoolClient, onQuery: () => void): void {
  const send = client.query.bind(client) as (...args: unknown[]) => unknown;
  const counted = (...args: unknown[]) => {
    onQuery();
    return send(...args);
  };
  client.query = counted as typeof client.query;
}
