import type { Call } from '../calls.ts';
import type { Person } from '../ledger.ts';
import { addPerson } from '../people.ts';
import type { Operation } from '../script/index.ts';
import type { World } from '../world.ts';

type PersonOperation = Extract<Operation, { person: number }>;

export async function operateOnPerson(world: World, operation: PersonOperation): Promise<void> {
  const { ledger, instances, owner } = world;
  const person = await personOf(world, operation.person);
  const play = async () => {
    const id = person.actor.userId;
    const call: Omit<Call, 'actor'> =
      operation.do === 'remove-person'
        ? { name: 'removeUser', input: { id } }
        : { name: 'updateUser', input: { id, isActive: operation.do === 'reactivate' } };
    const outcome = await instances.perform({ ...call, actor: owner });
    ledger.count(call.name, outcome);
    if (outcome.is === 'unknown') person.access = 'maybe';
    if (outcome.is !== 'acknowledged') return;
    person.access =
      operation.do === 'remove-person' ? 'removed' : operation.do === 'reactivate' ? 'active' : 'inactive';
  };
  person.turn = person.turn.then(play);
  await person.turn;
}

/** People come as the script speaks of them. */
const arrivals = new WeakMap<World, Map<number, Promise<Person>>>();

export function personOf(world: World, number: number): Promise<Person> {
  const arrived = arrivals.get(world) ?? new Map<number, Promise<Person>>();
  arrivals.set(world, arrived);
  const person = arrived.get(number) ?? arrive(world, number);
  arrived.set(number, person);
  return person;
}

async function arrive({ database, ledger }: World, number: number): Promise<Person> {
  const actor = await addPerson(database, `person-${number}`, 'member');
  const person: Person = { actor, access: 'active', turn: Promise.resolve() };
  ledger.people[number] = person;
  return person;
}
