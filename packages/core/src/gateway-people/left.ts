import type { GatewayHealth } from '@gatehouse/contracts/gateways';
import type { ObservedPerson } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import type { Services } from '../context/index.ts';
import { authenticate, connectionOf, personIdOf } from '../gateway-sync/index.ts';

/** `waiting`: to be removed, or nobody knows. `kept`: stays for a reason that is not ours to end. */
export type LeftPerson = { gatewayName: string; state: 'waiting' | 'kept'; reason: string };

type Needs = Pick<Services, 'db' | 'hmac' | 'sealer' | 'cache' | 'drivers'>;
type KnownGateway = { id: string; name: string; health: GatewayHealth };

/** Gateways in use that know this person still, or may: asks each at which they ever had a client key. */
export async function findLeftPeople(services: Needs, userId: string): Promise<LeftPerson[]> {
  const { rows } = await sql<KnownGateway>`
    select g.id, g.name, g.health from gateways g
    where g.removed_at is null and exists (select from gateway_entries e
      where e.gateway_id = g.id and e.owner_user_id = ${userId} and e.resource = 'client-keys')
    order by g.id`.execute(services.db);
  const found = await Promise.all(rows.map((gateway) => leftAt(services, gateway, userId)));
  return found.flatMap((left) => left ?? []);
}

async function leftAt(services: Needs, gateway: KnownGateway, userId: string): Promise<LeftPerson | null> {
  const connection = await connectionOf(services, gateway.id);
  const { people } = services.drivers.for(connection);
  if (!people) return null;
  const waiting = (reason: string): LeftPerson => ({ gatewayName: gateway.name, state: 'waiting', reason });
  if (gateway.health === 'locked-out') return waiting('Gatehouse does not call this gateway for a while.');
  const answer = await authenticate(
    services,
    { baseUrl: connection.baseUrl, isProven: true },
    () => people.list([personIdOf(userId)]),
    (seen) => (seen.ok ? null : seen.problem),
  );
  const seen = answer.ok ? answer.result : answer;
  if (!seen.ok)
    return seen.problem.code === 'unsupported'
      ? { gatewayName: gateway.name, state: 'kept', reason: seen.problem.message }
      : waiting(seen.problem.message);
  const [person] = seen.people;
  return person ? { gatewayName: gateway.name, ...stateOf(person) } : null;
}

/** Whoever has keys there that are not ours is not removed: the gateway would delete those as well. */
function stateOf({ keyCount }: ObservedPerson): Pick<LeftPerson, 'state' | 'reason'> {
  if (keyCount === 0) return { state: 'waiting', reason: 'The person is still there.' };
  const keys = keyCount === null ? 'may have keys' : keyCount === 1 ? 'has a key' : `has ${keyCount} keys`;
  return { state: 'kept', reason: `The person ${keys} there that Gatehouse did not make.` };
}
