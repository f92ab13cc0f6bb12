export type { Database } from '../schema/index.ts';
export { createDatabase, type DatabaseHandle, type DatabaseOptions } from './create.ts';
