import { authenticateClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { isDomainError } from '../errors/index.ts';
import { getBundle } from './get.ts';
import { keyVariable } from './key-placement.ts';
import { getModelRegistry, type ModelRegistry } from './registry.ts';

/**
 * What OpenCode reads at `/.well-known/opencode`: how to get the key at a login, and where the person's own configuration
 * is. Nothing in it is anybody's. (OpenCode 1.18: https://opencode.ai/docs/config)
 */
export const opencodeDiscovery = (publicUrl: string) => ({
  auth: { command: ['gatehouse', 'token', '--url', publicUrl], env: keyVariable },
  config: {},
  remote_config: {
    url: `${publicUrl}/api/v1/remote/opencode.json`,
    headers: { Authorization: `Bearer {env:${keyVariable}}` },
  },
});

/**
 * The configuration of OpenCode for whoever holds this client key, as JSON. Where there is nothing to give, such as for a
 * key that was revoked, it is empty: a refusal would keep the client from starting at all.
 */
export async function remoteOpencode(ctx: Context, clientKey: string | null): Promise<string> {
  const asOwner = await withOwner(ctx, clientKey);
  const bundle = asOwner && (await orNull(getBundle(asOwner.ctx, { ...asOwner, ...opencode })));
  return bundle?.files[0]?.content ?? '{}\n';
}
const opencode = { format: 'opencode', keyPlacement: 'environment' } as const;

/** The models for whoever holds this client key, as `kimi provider add` reads them; empty where there is nothing to give. */
export async function remoteRegistry(ctx: Context, clientKey: string | null): Promise<ModelRegistry> {
  const asOwner = await withOwner(ctx, clientKey);
  return (asOwner && (await orNull(getModelRegistry(asOwner.ctx, asOwner)))) ?? {};
}

async function withOwner(ctx: Context, clientKey: string | null): Promise<{ ctx: Context; gatewayId: string } | null> {
  const owner = clientKey === null ? null : await authenticateClientKey(ctx, clientKey);
  return owner && { ctx: { ...ctx, actor: owner.actor }, gatewayId: owner.gatewayId };
}

/** What is refused on purpose gives nothing; a bug stays one. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isDomainError(error)) return null;
    throw error;
  }
}
