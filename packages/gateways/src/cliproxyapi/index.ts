export { type NonEmptyKeyList, nonEmptyKeyList } from './client-keys.ts';
export { type CliproxyapiOptions, createCliproxyapiDriver } from './driver.ts';
export type { CallRecord } from './transport.ts';
export { minimumVersion } from './version.ts';
