import type { BundleChoices } from '@gatehouse/contracts/bundle-choices';
import { lastOfEach, packageOf } from '../bundle-choices/index.ts';

/**
 * One's own over what is followed: of one thing the own one wins, lists are joined with the own ones last, where they
 * decide. Permissions are always one's own. Merging the result again changes nothing.
 */
export function mergeChoices(own: BundleChoices, followed: BundleChoices): BundleChoices {
  const [defaultModel, smallModel, preset] = [
    own.defaultModel ?? followed.defaultModel,
    own.smallModel ?? followed.smallModel,
    own.preset ?? followed.preset,
  ];
  return {
    ...(defaultModel === undefined ? {} : { defaultModel }),
    ...(smallModel === undefined ? {} : { smallModel }),
    ...(preset === undefined ? {} : { preset }),
    agents: { ...followed.agents, ...own.agents },
    categories: { ...followed.categories, ...own.categories },
    exclusions: lastOfEach([...followed.exclusions, ...own.exclusions]),
    limits: { ...followed.limits, ...own.limits },
    mcpServers: { ...followed.mcpServers, ...own.mcpServers },
    plugins: lastOfEach([...followed.plugins, ...own.plugins], packageOf),
    permissions: own.permissions,
  };
}
