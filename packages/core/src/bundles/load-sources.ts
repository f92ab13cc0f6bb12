import type { KeyPlacement } from '@gatehouse/contracts/bundles';
import { noClientKey, ownClientKey } from '../client-keys/index.ts';
import type { Services } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import type { ActiveGateway } from '../gateway-sync/index.ts';
import { catalogueOf } from '../models/index.ts';
import { effectiveChoices, waitingParts } from '../sharing/index.ts';
import { personalModels } from './personal-models.ts';
import type { BundleSources } from './sources.ts';

/** Everything that a bundle of this person at this gateway is made of. */
export async function loadSources(
  services: Services,
  gateway: ActiveGateway,
  input: { userId: string; keyPlacement: KeyPlacement },
): Promise<BundleSources> {
  const own = await ownClientKey(services, input.userId, gateway.id);
  if (!own) throw noClientKey(gateway.name);
  const models = await catalogueOf(services, gateway.id);
  if (!models.some((model) => model.kind === 'chat'))
    throw fail('catalogue_unavailable', `“${gateway.name}” offers no models yet. Contribute a provider key first.`, {});
  const choices = await effectiveChoices(services, { userId: input.userId, gatewayId: gateway.id });
  const waiting = await waitingParts(services, input.userId);
  return {
    gateway: { id: gateway.id, name: gateway.name, baseUrl: gateway.baseUrl },
    clientKey: own.key,
    keyPlacement: input.keyPlacement,
    models: personalModels(models, choices),
    // The models are what is left: a pattern that takes one back needs nobody else to understand it.
    choices: { ...choices, exclusions: [] },
    waiting,
  };
}
