export { createHmac, type Hmac } from './hmac.ts';
export { newSecretKey, parseSecretKeys, type SecretKey } from './keys.ts';
export { resealAll, type SealedColumn } from './reseal.ts';
export { createSealer, type Sealer } from './sealer.ts';
export { maskSecret, randomToken } from './tokens.ts';
