export { type Hmac, createHmac } from './hmac.ts';
export { maskSecret, randomToken } from './tokens.ts';
export { type SecretKey, parseSecretKeys, newSecretKey } from './keys.ts';
export { type Sealer, createSealer } from './sealer.ts';
export { type SealedColumn, resealAll } from './reseal.ts';
