import { createClientKeyInput } from '@gatehouse/contracts/client-keys';
import { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { contributeProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import type { Call, CallName, Outcome } from './calls.ts';
import { type Known, type Person, tableOf } from './ledger.ts';
import { addPerson } from './people.ts';
import type { Item, Operation } from './script.ts';
import { passHalfAnHour, type World } from './world.ts';

type ItemOperation = Extract<Operation, { item: Item }>;
type PersonOperation = Extract<Operation, { person: number }>;

/** Plays one operation; what belongs together happens one after another, everything else at once. */
export async function operate(world: World, operation: Operation): Promise<void> {
  if ('item' in operation) return operateOnItem(world, operation);
  if ('person' in operation) return operateOnPerson(world, operation);
  const gateway = world.gateways[operation.gateway];
  if (!gateway) return;
  const [name, more]: [CallName, object] =
    operation.do === 'sync' ? ['syncGateway', {}] : ['updateGateway', { managementKey: gateway.changeManagementKey() }];
  const { instances, owner, ledger } = world;
  if (operation.do === 'change-management-key') await passHalfAnHour(world, gateway);
  ledger.count(await instances.perform({ name, actor: owner, input: { id: gateway.id, ...more } }));
}

async function operateOnItem(world: World, { do: verb, item, waitMs }: ItemOperation): Promise<void> {
  const { ledger, instances } = world;
  const [person, known] = [await personOf(world, item.person), ledger.knownOf(item)];
  const play = async () => {
    const isTaking = verb === 'take' && known.id !== null;
    // Somebody who never heard of the success tries again; a client key that was never shown is nobody's to name.
    if (verb === 'take' && !isTaking && item.kind === 'client-key') return;
    const call = isTaking ? takingCall(item, known.id, waitMs) : addingCall(world, item, waitMs);
    const outcome = await instances.perform({ ...call, actor: person.actor });
    ledger.count(outcome);
    noteItem(world, known, isTaking, outcome);
  };
  known.turn = known.turn.then(play);
  await known.turn;
}

const addNames = {
  'provider-key': 'contributeProviderKey',
  'custom-provider': 'contributeCustomProvider',
  'client-key': 'createClientKey',
} as const;
const takeNames = {
  'provider-key': 'removeProviderKey',
  'custom-provider': 'removeCustomProvider',
  'client-key': 'revokeClientKey',
} as const;

const takingCall = ({ kind }: Item, id: string | null, waitMs: number): Omit<Call, 'actor'> => ({
  name: takeNames[kind],
  input: { id, waitMs },
});

function addingCall({ gateways }: World, item: Item, waitMs: number): Omit<Call, 'actor'> {
  const gatewayId = gateways[item.gateway]?.id;
  const name = `ours-${item.number}`;
  const odd = item.number % 2 === 1;
  const inputs = {
    'provider-key': () =>
      contributeProviderKeyInput.parse({
        gatewayId,
        name,
        provider: item.provider,
        apiKey: `sk-test-${name}`,
        waitMs,
        ...(item.number % 3 === 0 && { baseUrl: `https://upstream-${item.number % 5}.example/v1` }),
        ...(odd && { prefix: `team-${item.number % 7}`, excludedModels: ['old-*'] }),
      }),
    'custom-provider': () =>
      contributeCustomProviderInput.parse({
        gatewayId,
        name,
        displayName: name,
        baseUrl: `https://${name}.example/v1`,
        apiKey: `sk-test-${name}`,
        models: [{ name: 'upstream', alias: `${name}-large` }],
        waitMs,
      }),
    'client-key': () => createClientKeyInput.parse({ gatewayId, name, waitMs }),
  };
  return { name: addNames[item.kind], input: inputs[item.kind]() };
}

function noteItem({ ledger }: World, known: Known, isTaking: boolean, outcome: Outcome): void {
  const table = tableOf[known.item.kind];
  if (outcome.is === 'unknown') {
    known.presence = 'maybe';
    // The id of what may have been made is not known, and of what may have been taken it is.
    if (!isTaking) known.id = null;
  } else if (outcome.is === 'acknowledged' && isTaking) {
    ledger.ended.push({ table, id: known.id ?? '' });
    Object.assign(known, { presence: 'absent', id: null });
  } else if (outcome.is === 'acknowledged') {
    const value = outcome.value as { id?: string; clientKey?: { id: string } };
    const id = value.clientKey?.id ?? value.id ?? '';
    ledger.added.push({ table, id });
    Object.assign(known, { presence: 'present', id });
  }
}

async function operateOnPerson(world: World, operation: PersonOperation): Promise<void> {
  const { ledger, instances, owner } = world;
  const person = await personOf(world, operation.person);
  const play = async () => {
    const id = person.actor.userId;
    const call: Omit<Call, 'actor'> =
      operation.do === 'remove-person'
        ? { name: 'removeUser', input: { id } }
        : { name: 'updateUser', input: { id, isActive: operation.do === 'reactivate' } };
    const outcome = await instances.perform({ ...call, actor: owner });
    ledger.count(outcome);
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

function personOf(world: World, number: number): Promise<Person> {
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
