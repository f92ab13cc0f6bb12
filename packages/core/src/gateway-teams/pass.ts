import type { ApplyOutcome, TeamsDriver } from '@gatehouse/gateways/driver';
import type { GatewayPass } from '../context/index.ts';
import { isRefused, personIdOf } from '../gateway-sync/index.ts';
import { planTeams, type TeamStep } from './plan.ts';
import { forgetTeam, hasTeamKeysOnTheirWay, noteTeam, selectGatewayTeams } from './repository.ts';

const isOurPerson = (personId: string): boolean => personId.startsWith(personIdOf(''));

/**
 * Makes the teams that keys belong to teams of the gateway, where it has such. Before the keys, which can only come into
 * a team that is there and of which their person is a member. A team or a member goes once the keys have gone, in a later
 * run: the gateway would delete keys with them. What others made is in no step.
 */
export const teamsPass: GatewayPass = {
  isFirst: true,

  async run(services, { gatewayId, driver: { teams }, mayWrite }) {
    const { db, log } = services;
    const noted = teams ? await selectGatewayTeams(services, gatewayId) : [];
    if (!teams || noted.length === 0) return { ok: true, writes: 0 };
    const failed = (problem: { code: string }) =>
      log.warn({ gatewayId, problem: problem.code }, 'the teams of a gateway could not be synced');
    const seen = await teams.list(noted.map(({ id }) => id));
    if (!seen.ok) {
      failed(seen.problem);
      return isRefused(seen.problem) ? seen : { ok: true, writes: 0 };
    }
    const teamIds = new Map(noted.map(({ id, teamId }) => [id, teamId]));
    let writes = 0;
    for (const step of planTeams(noted, seen.teams, isOurPerson)) {
      const teamId = teamIds.get(step.team.id) ?? '';
      if (step.kind === 'forget') {
        await forgetTeam(db, gatewayId, teamId);
        continue;
      }
      if (!(await mayWrite())) break;
      if (step.kind === 'add') await noteTeam(db, gatewayId, teamId);
      const outcome = await take(teams, step);
      writes += outcome.writes;
      // Keys that hang on it go in this run or a later one.
      if (outcome.outcome === 'applied' || isWaiting(step, outcome)) continue;
      failed(outcome.problem);
      if (isRefused(outcome.problem)) return { ok: false, problem: outcome.problem };
      // Whatever was the matter: the next run looks first.
      break;
    }
    return { ok: true, writes };
  },

  hasWork: (db, gatewayId, { teams }) => (teams ? hasTeamKeysOnTheirWay(db, gatewayId) : Promise.resolve(false)),

  /** Nothing of its own waits: keys that come and go make the gateway due. */
  due: async () => [],
};

function take(teams: TeamsDriver, step: Exclude<TeamStep, { kind: 'forget' }>): Promise<ApplyOutcome> {
  const { id, name } = step.team;
  switch (step.kind) {
    case 'add':
      return teams.add({ id, name });
    case 'rename':
      return teams.rename({ id, name });
    case 'add-member':
      return teams.addMember(id, step.personId);
    case 'remove-member':
      return teams.removeMember(id, step.personId);
    case 'remove':
      return teams.remove(id);
  }
}

const isWaiting = ({ kind }: TeamStep, outcome: ApplyOutcome): boolean =>
  (kind === 'remove' || kind === 'remove-member') &&
  outcome.outcome === 'rejected' &&
  outcome.problem.code === 'refused';
