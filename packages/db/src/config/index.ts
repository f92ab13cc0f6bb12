export { ConfigError, type ConfigProblem, readDatabaseConfig } from './read.ts';
export { withSearchPath } from './search-path.ts';
export { type DatabaseConfig, defaultPoolSettings, type PoolSettings } from './settings.ts';
