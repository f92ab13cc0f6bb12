export { createLitellmDriver, type LitellmOptions } from './driver.ts';
export { minimumVersion } from './version.ts';
