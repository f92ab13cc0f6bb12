export type { Database } from '../schema/index.ts';
export { countStatements } from './counted.ts';
export { createDatabase, type DatabaseHandle, type DatabaseOptions } from './create.ts';
export { planOnce } from './planned-once.ts';
