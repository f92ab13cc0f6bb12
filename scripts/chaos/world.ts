import type { UserActor } from '@gatehouse/core/actor';
import type { Sealer } from '@gatehouse/core/secrets';
import type { Call, CallName, Outcome } from './calls.ts';
import type { ChaosDatabase } from './database.ts';
import type { ChaosGateway } from './gateways/port.ts';
import type { Instances } from './instances.ts';
import type { Ledger } from './ledger.ts';

/** A gateway and what Gatehouse calls it. */
export type ManagedGateway = ChaosGateway & { id: string };

/** Everything that a run plays with. */
export type World = {
  database: ChaosDatabase;
  instances: Instances;
  gateways: ManagedGateway[];
  owner: UserActor;
  ledger: Ledger;
  sealer: Sealer;
  say: (text: string) => void;
};

/** One call as the owner, until it was answered one way or the other. */
export async function asOwner({ instances, owner }: World, name: CallName, input: unknown): Promise<Outcome> {
  const call: Call = { name, actor: owner, input };
  for (;;) {
    const outcome = await instances.perform(call);
    if (outcome.is !== 'unknown') return outcome;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What an operator does about a gateway that does not let us in. Answers what is in the way, null if nothing is. */
export async function repair(world: World, gateway: ManagedGateway): Promise<string | null> {
  await passHalfAnHour(world, gateway);
  const outcome = await asOwner(world, 'updateGateway', { id: gateway.id, managementKey: gateway.managementKey });
  if (outcome.is === 'surprise') world.ledger.surprises.push(outcome.text);
  if (outcome.is === 'acknowledged') return null;
  return outcome.is === 'refused' ? outcome.message : outcome.is;
}

/**
 * Bans and the count of wrong keys last for half an hour, at the gateway and in our own caution alike. A run does in
 * minutes what takes weeks: between two wrong keys that time has passed.
 */
export async function passHalfAnHour({ database }: World, gateway: ManagedGateway): Promise<void> {
  gateway.endBan();
  await database.insist(() => database.handle.db.deleteFrom('gateway_authentications').execute());
}
