import { type DatabaseConfig, defaultPoolSettings } from '../config/settings.ts';

/** Few connections: many test files share one server. */
export function testConfig(primaryUrl: string): DatabaseConfig & { primaryUrl: string } {
  const pool = { ...defaultPoolSettings, maxConnections: 10, minConnections: 0, healthCheckSeconds: 0 };
  return { primaryUrl, replicaUrls: [], schema: null, pool };
}
