import type { BundleChoices } from '@gatehouse/contracts/bundle-choices';
import { sharedChoices } from '@gatehouse/contracts/sharing';
import { gatewayExclusionsOf, joinChoices, lastOfEach, readChoices } from '../bundle-choices/index.ts';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { teamExclusionsOf } from '../teams/index.ts';
import { mergeChoices } from './merge.ts';
import { followedParts, usableChoices, type WaitingParts, waitingOf } from './parts.ts';
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
  const [{ choices: personal }, ofTeams, ofGateway] = await Promise.all([
    personalChoices(services, userId),
    teamExclusionsOf(services, userId),
    gatewayExclusionsOf(services, gatewayId),
  ]);
  return { ...personal, exclusions: lastOfEach([...personal.exclusions, ...ofTeams, ...ofGateway]) };
}

/** What of the share that the person follows waits for them; null where nothing does. */
export const waitingParts = async (services: Needs, userId: string): Promise<WaitingParts | null> =>
  (await personalChoices(services, userId)).waiting;

type Personal = { choices: BundleChoices; waiting: WaitingParts | null };

const personalChoices = (services: Needs, userId: string): Promise<Personal> =>
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
      if (!followed) return { choices: own, waiting: null };
      const values = openValues(services.sealer, followed.id, followed.values_sealed);
      const document = sharedChoices.parse(followed.document);
      const following = { ...followed, values };
      const parts = followedParts(document, following, stored.document);
      return {
        choices: mergeChoices(own, usableChoices(document, following)),
        waiting: waitingOf(followed.name, parts),
      };
    },
  });
