/** What a cached value depends on. Every key and tag is built here and nowhere else. */
export type CacheTag =
  | `user:${string}`
  | `gateway:${string}`
  | `models:${string}`
  | `choices:${string}`
  | 'gateways'
  | 'installation'
  | 'model-metadata';

export const cacheTags = {
  user: (userId: string): CacheTag => `user:${userId}`,
  gateway: (gatewayId: string): CacheTag => `gateway:${gatewayId}`,
  models: (gatewayId: string): CacheTag => `models:${gatewayId}`,
  choices: (userId: string): CacheTag => `choices:${userId}`,
  gateways: 'gateways',
  installation: 'installation',
  modelMetadata: 'model-metadata',
} as const;

export const cacheKeys = {
  setupStatus: 'setup-status',
  session: (sessionId: string): string => `session:${sessionId}`,
  accessToken: (hmac: Buffer): string => `access-token:${hmac.toString('base64')}`,
  clientKey: (hmac: Buffer): string => `client-key:${hmac.toString('base64')}`,
  accessTokenUse: (tokenId: string): string => `access-token-use:${tokenId}`,
  bundle: (userId: string, gatewayId: string, format: string): string => `bundle:${userId}:${gatewayId}:${format}`,
  bundleRevision: (userId: string, gatewayId: string, format: string): string =>
    `bundle-revision:${userId}:${gatewayId}:${format}`,
  connection: (gatewayId: string): string => `connection:${gatewayId}`,
  activeGateways: 'active-gateways',
  modelMetadata: 'model-metadata',
  catalogue: (gatewayId: string): string => `catalogue:${gatewayId}`,
  choices: (userId: string): string => `choices:${userId}`,
  teamExclusions: (userId: string): string => `team-exclusions:${userId}`,
  gatewayExclusions: (gatewayId: string): string => `gateway-exclusions:${gatewayId}`,
};
