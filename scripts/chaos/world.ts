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

/** What an operator does about a gateway that does not let us in: lift the ban, give the right key, ask again. */
export async function repair(world: World, gateway: ManagedGateway): Promise<boolean> {
  gateway.endBan();
  const outcome = await asOwner(world, 'updateGateway', { id: gateway.id, managementKey: gateway.managementKey });
  if (outcome.is === 'surprise') world.ledger.surprises.push(outcome.text);
  return outcome.is === 'acknowledged';
}
