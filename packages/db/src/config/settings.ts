export interface PoolSettings {
  maxConnections: number;
  minConnections: number;
  /** 0 keeps a connection for ever. */
  maxLifetimeSeconds: number;
  /** 0 keeps an idle connection for ever. */
  maxIdleSeconds: number;
  /** 0 switches the check off. */
  healthCheckSeconds: number;
}

export interface DatabaseConfig {
  /** Null when the environment names no database: then the embedded one is used. */
  primaryUrl: string | null;
  replicaUrls: readonly string[];
  /** Null leaves the search_path of the server as it is. */
  schema: string | null;
  pool: PoolSettings;
}

export const defaultPoolSettings: PoolSettings = {
  maxConnections: 20,
  minConnections: 5,
  maxLifetimeSeconds: 3600,
  maxIdleSeconds: 1800,
  healthCheckSeconds: 60,
};
