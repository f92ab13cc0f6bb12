import { createHmac as nodeHmac } from 'node:crypto';

/** Look-up hash of a secret: HMAC-SHA-256 under the installation's pepper, apart for each purpose. 32 bytes. */
export type Hmac = (purpose: HmacPurpose, value: string) => Buffer;
export type HmacPurpose =
  | 'setup-token'
  | 'invitation'
  | 'access-token'
  | 'device-code'
  | 'device-token'
  | 'client-key'
  | 'client-key-hash'
  | 'credential-file'
  | 'natural-key'
  | 'gateway-address'
  | 'gateway-snapshot'
  | 'rate-limit'
  | 'bundle';

export const createHmac =
  (pepper: Buffer): Hmac =>
  (purpose, value) =>
    nodeHmac('sha256', pepper).update(`${purpose}\0${value}`).digest();
