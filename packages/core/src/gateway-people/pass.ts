import type { ApplyOutcome } from '@gatehouse/gateways/driver';
import type { GatewayPass } from '../context/index.ts';
import { isRefused } from '../gateway-sync/index.ts';
import { type PeoplePlan, planPeople } from './plan.ts';
import { hasKeysOnTheirWay, selectKeyHolders } from './repository.ts';

/**
 * Makes everybody with a client key a person of the gateway, where it has such, so that its own budgets and spend can be
 * told apart. After the keys: whoever's last key has gone goes as well.
 */
export const peoplePass: GatewayPass = {
  async run({ db, log }, { gatewayId, driver, mayWrite }) {
    const { people } = driver;
    const holders = people ? await selectKeyHolders(db, gatewayId) : [];
    if (!people || holders.length === 0) return { ok: true, writes: 0 };
    const seen = await people.list(holders.map(({ id }) => id));
    const failed = (problem: { code: string }) =>
      log.warn({ gatewayId, problem: problem.code }, 'the people of a gateway could not be synced');
    if (!seen.ok) {
      failed(seen.problem);
      return isRefused(seen.problem) ? seen : { ok: true, writes: 0 };
    }
    let writes = 0;
    for (const write of writesOf(planPeople(holders, seen.people))) {
      if (!(await mayWrite())) break;
      const outcome = await write();
      writes += outcome.writes;
      if (outcome.outcome === 'applied') continue;
      failed(outcome.problem);
      if (isRefused(outcome.problem)) return { ok: false, problem: outcome.problem };
      // Whatever was the matter: the next run looks first.
      break;
    }
    return { ok: true, writes };

    function writesOf({ add, rename, remove }: PeoplePlan): (() => Promise<ApplyOutcome>)[] {
      if (!people) return [];
      return [
        ...add.map((person) => () => people.add(person)),
        ...rename.map((person) => () => people.rename(person)),
        ...remove.map((id) => () => people.remove(id)),
      ];
    }
  },

  hasWork: (db, gatewayId, { people }) => (people ? hasKeysOnTheirWay(db, gatewayId) : Promise.resolve(false)),

  /** Nothing of its own waits: keys that come and go make the gateway due. */
  due: async () => [],
};
