import type { Outcome } from '../calls.ts';
import { type Known, tableOf, unsure } from '../ledger.ts';
import type { Item, Operation, Step } from '../script/index.ts';
import type { World } from '../world.ts';
import { addingCall, takingCall } from './additions.ts';
import { editingCall } from './edits.ts';
import { personOf } from './people.ts';

type ItemOperation = Extract<Operation, { item: Item }>;

export async function operateOnItem(world: World, operation: Step & ItemOperation): Promise<void> {
  const { item } = operation;
  const [person, known] = [await personOf(world, item.person), world.ledger.knownOf(item)];
  const play = () => (operation.do === 'edit' ? edit(world, operation, known) : addOrTake(world, operation, known));
  known.turn = known.turn.then(play);
  await known.turn;

  async function edit({ ledger, instances }: World, { seed, waitMs }: Step & ItemOperation, { fields }: Known) {
    const found = await editingCall(world, known, seed, waitMs);
    if (!found) return;
    const outcome = await instances.perform({ ...found.call, actor: person.actor });
    ledger.count(found.call.name, outcome);
    for (const [name, value] of Object.entries(found.fields))
      if (outcome.is === 'acknowledged') fields.set(name, value);
      else if (outcome.is === 'unknown') fields.set(name, unsure);
  }

  async function addOrTake({ ledger, instances }: World, { do: verb, waitMs }: ItemOperation, { id }: Known) {
    // Somebody who never heard of the success tries again; a client key that was never shown is nobody's to name.
    const isNameless = item.kind === 'client-key' || item.kind === 'account';
    if (verb === 'take' && id === null && isNameless) return;
    const isTaking = verb === 'take' && id !== null;
    const call = isTaking ? takingCall(item, id, waitMs) : addingCall(world, item, waitMs);
    const outcome = await instances.perform({ ...call, actor: person.actor });
    ledger.count(call.name, outcome);
    note(world, known, isTaking, outcome);
  }
}

function note({ ledger }: World, known: Known, isTaking: boolean, outcome: Outcome): void {
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
    if (known.id !== id) known.fields.clear();
    Object.assign(known, { presence: 'present', id });
  }
}
