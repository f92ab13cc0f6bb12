import type { BundleChoices } from '@gatehouse/contracts/bundle-choices';
import { sharedChoices } from '@gatehouse/contracts/sharing';
import { gatewayExclusionsOf, joinChoices, lastOfEach, readChoices } from '../bundle-choices/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { teamExclusionsOf } from '../teams/index.ts';
import { mergeChoices } from './merge.ts';
import { usableChoices } from './parts.ts';
import { openValues, selectSubscriptions } from './subscription-repository.ts';

type Needs = Pick<Services, 'db' | 'sealer' | 'cache'>;

/**
 * What this person's bundles at this gateway follow: their own choices over those of the share that they follow, and what
 * their teams and the gateway exclude, which nothing takes back. Holds the person's own secret values: only for their own
 * bundles.
 */
export async function effectiveChoices(
  services: Needs,
  { userId, gatewayId }: { userId: string; gatewayId: string },
): Promise<BundleChoices> {
  const [personal, ofTeams, ofGateway] = await Promise.all([
    personalChoices(services, userId),
    teamExclusionsOf(services, userId),
    gatewayExclusionsOf(services, gatewayId),
  ]);
  return { ...personal, exclusions: lastOfEach([...personal.exclusions, ...ofTeams, ...ofGateway]) };
}

const personalChoices = (services: Needs, userId: string): Promise<BundleChoices> =>
  services.cache.get({
    key: cacheKeys.choices(userId),
    tags: [cacheTags.choices(userId)],
    ttlMs: 5 * 60_000,
    load: async () => {
      const [stored, [followed]] = await Promise.all([
        readChoices(services, userId),
        selectSubscriptions(services.db, userId, 'in-use'),
      ]);
      const own = joinChoices(stored.document, stored.values);
      if (!followed) return own;
      const values = openValues(services.sealer, followed.id, followed.values_sealed);
      return mergeChoices(own, usableChoices(sharedChoices.parse(followed.document), { ...followed, values }));
    },
  });
