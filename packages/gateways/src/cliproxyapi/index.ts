export type { CallRecord } from '../http/transport.ts';
export { type NonEmptyKeyList, nonEmptyKeyList } from './client-keys.ts';
export { type CliproxyapiOptions, createCliproxyapiDriver } from './driver.ts';
export { minimumVersion } from './version.ts';
