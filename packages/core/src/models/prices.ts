import type { ModelPrice } from '@gatehouse/contracts/models';
import type { Services } from '../context/index.ts';
import { catalogueOf } from './catalogue.ts';
import { knownMetadata } from './metadata/known.ts';

/** What a model costs that clients asked for by one name and the upstream knows by another; null where nobody knows. */
export type PriceOf = (model: { asked: string; upstream: string }) => ModelPrice | null;

/**
 * What an administrator has set counts most, then what the gateway says, then what is publicly known: of the upstream's
 * model first, because the other name can be any. A free variant of a model has no price of its own that anybody lists.
 */
export async function pricesOf(services: Pick<Services, 'db' | 'cache'>, gatewayId: string): Promise<PriceOf> {
  const [catalogue, lookUp] = await Promise.all([catalogueOf(services, gatewayId), knownMetadata(services)]);
  const byId = new Map(catalogue.map((model) => [model.id, model]));
  return ({ asked, upstream }) => {
    const offered = byId.get(asked);
    const publicly = lookUp(asked)?.price ?? null;
    const isOwn = offered !== undefined && JSON.stringify(offered.price) !== JSON.stringify(publicly);
    if (offered && (isOwn || offered.overridden.includes('price'))) return offered.price;
    if (upstream.endsWith(':free')) return null;
    return lookUp(upstream)?.price ?? publicly;
  };
}
