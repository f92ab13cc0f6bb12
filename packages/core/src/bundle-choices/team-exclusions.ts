import { isExcluded, type TeamExclusions } from '@gatehouse/contracts/bundle-choices';
import type { OwnTeamExclusions } from '../teams/index.ts';

/** Which models of the catalogue each team leaves out. Pure. */
export const excludedByTeams = (teams: readonly OwnTeamExclusions[], modelIds: readonly string[]): TeamExclusions[] =>
  teams.map((team) => ({ ...team, models: modelIds.filter((model) => isExcluded(team.exclusions, model)).sort() }));
