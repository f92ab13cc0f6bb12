import type { BundleChoicesView } from '@gatehouse/contracts/bundle-choices';
import { permitUser } from '../authorization/index.ts';
import type { Context, Services } from '../context/index.ts';
import { findProblems } from './problems.ts';
import { readChoices, type StoredChoices } from './repository.ts';

/** The person's own, without the values of their secrets. */
export async function getBundleChoices(ctx: Context): Promise<BundleChoicesView> {
  const actor = permitUser(ctx, 'bundle-choices:read-own');
  return viewOf(ctx, await readChoices(ctx, actor.userId));
}

export const viewOf = async (
  services: Pick<Services, 'db' | 'cache'>,
  stored: StoredChoices,
): Promise<BundleChoicesView> => ({
  version: stored.version,
  updatedAt: stored.updatedAt,
  choices: stored.document,
  problems: await findProblems(services, stored),
});
