import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AdoptAnswer,
  adoptEntriesInput,
  type GatewaySnapshotView,
  type UnmanagedEntryView,
} from '@gatehouse/contracts/gateway-upkeep';
import { openSnapshot } from '@gatehouse/core/gateway-sync';
import type { CallName } from '../calls.ts';
import { createRandom, type Random } from '../random.ts';
import type { Operation, Step } from '../script/index.ts';
import { type ManagedGateway, passHalfAnHour, type World } from '../world.ts';

type GatewayOperation = Step &
  Exclude<Extract<Operation, { gateway: number; people?: never }>, { do: 'decide-setting' | 'set-channel' }>;
type SwitchGroup = Extract<Operation, { do: 'switch-group' }>;

/** One call as the owner; what it answered, or null. */
async function ask<T>({ ledger, instances, owner }: World, name: CallName, input: object): Promise<T | null> {
  const outcome = await instances.perform({ name, actor: owner, input });
  ledger.count(name, outcome);
  return outcome.is === 'acknowledged' ? (outcome.value as T) : null;
}

/** What an administrator does with a gateway. */
export async function operateOnGateway(world: World, operation: GatewayOperation): Promise<void> {
  const gateway = world.gateways[operation.gateway];
  if (!gateway) return;
  const random = createRandom(operation.seed);
  const { id } = gateway;
  switch (operation.do) {
    case 'sync':
      return void (await ask(world, 'syncGateway', { id }));
    case 'change-management-key':
      await passHalfAnHour(world, gateway);
      return void (await ask(world, 'updateGateway', { id, managementKey: gateway.changeManagementKey() }));
    case 'set-policy':
      return void (await ask(world, 'updateGateway', { id, policy: operation.policy }));
    case 'move':
      return void (await ask(world, 'moveGateway', { id, toGatewayId: world.gateways[operation.to]?.id }));
    case 'rebuild':
      await gateway.wipe();
      return void (await ask(world, 'rebuildGateway', { id }));
    case 'undo':
      return inTurn(gateway, () => undo(world, gateway, random));
    case 'adopt':
      return adopt(world, gateway, random);
    case 'ignore':
      return ignore(world, gateway, random);
  }
}

/** A snapshot says what strangers may be put back to; two at once would mix that up. */
const turns = new WeakMap<ManagedGateway, Promise<void>>();
function inTurn(gateway: ManagedGateway, work: () => Promise<void>): Promise<void> {
  const turn = (turns.get(gateway) ?? Promise.resolve()).then(work);
  turns.set(gateway, turn);
  return turn;
}

/** A write that was given up may still arrive. */
const lateMs = 1800;

async function undo(world: World, gateway: ManagedGateway, random: Random): Promise<void> {
  const { database, sealer } = world;
  const { id } = gateway;
  const snapshots = await ask<GatewaySnapshotView[]>(world, 'listGatewaySnapshots', { id });
  const snapshotId = random.pick(snapshots?.slice(0, 8) ?? [])?.id;
  if (!snapshotId) return;
  const snapshot = await database.insist(() => openSnapshot({ db: database.handle.db, sealer }, id, snapshotId));
  if (!snapshot) return;
  const endAllowance = gateway.allowUndo(snapshot.lists);
  await ask(world, 'undoGateway', { id, snapshotId });
  await sleep(lateMs);
  endAllowance();
}

async function adopt(world: World, gateway: ManagedGateway, random: Random): Promise<void> {
  const { id } = gateway;
  const strangers = (await ask<UnmanagedEntryView[]>(world, 'listUnmanagedEntries', { id })) ?? [];
  const chosen = random.pick(strangers.filter(({ obstacle, copies }) => obstacle === null && copies === 1));
  if (!chosen) return;
  const { resource, key } = chosen;
  const ending = (resource === 'custom-providers' ? chosen.label : chosen.masked).slice(-4);
  if (!/^\d{4}$/.test(ending) || !gateway.handOver(resource, ending)) return;
  const input = adoptEntriesInput.parse({ id, entries: [{ resource, key, name: `Adopted ${ending}` }] });
  const answer = await ask<AdoptAnswer>(world, 'adoptEntries', input);
  for (const { entryId } of answer?.adopted ?? []) world.ledger.adopted.push(entryId);
}

async function ignore(world: World, { id }: ManagedGateway, random: Random): Promise<void> {
  const strangers = await ask<UnmanagedEntryView[]>(world, 'listUnmanagedEntries', { id });
  const chosen = random.pick(strangers ?? []);
  if (chosen) await ask(world, 'ignoreEntries', { id, entries: [{ resource: chosen.resource, key: chosen.key }] });
}

export async function switchGroup(world: World, { group: number, isEnabled }: SwitchGroup): Promise<void> {
  const { ledger, instances, owner } = world;
  const group = ledger.groups[number];
  if (!group) return;
  const play = async () => {
    const input = { id: group.id, isEnabled };
    const outcome = await instances.perform({ name: 'updateCustomProviderGroup', actor: owner, input });
    ledger.count('updateCustomProviderGroup', outcome);
    if (outcome.is === 'acknowledged') group.isEnabled = isEnabled;
    else if (outcome.is === 'unknown') group.isEnabled = null;
  };
  group.turn = group.turn.then(play);
  await group.turn;
}
