import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ConnectStart,
  completeConnectInput,
  loginFlowOf,
  startConnectInput,
} from '@gatehouse/contracts/provider-accounts';
import type { CallName } from '../calls.ts';
import { createRandom, type Random } from '../random.ts';
import type { Operation, Step } from '../script/index.ts';
import type { World } from '../world.ts';
import { personOf } from './people.ts';

type Connect = Step & Extract<Operation, { do: 'connect' }>;

/** One person signs in at a provider, or two at the same time: each with an address of their own. */
export async function connect(world: World, operation: Connect): Promise<void> {
  await Promise.all(
    operation.people.map((person, index) => connectOne(world, operation, person, createRandom(operation.seed + index))),
  );
}

/** Addresses say whose an account is: the checks read it from there. */
export const addressOf = (person: number, seed: number): string => `person-${person}-${seed}@example.com`;

async function connectOne(world: World, operation: Connect, number: number, random: Random): Promise<void> {
  const { ledger, instances, gateways } = world;
  const gateway = gateways[operation.gateway];
  const { actor } = await personOf(world, number);
  if (!gateway?.accounts) return;
  const ask = async (name: CallName, input: object) => {
    const outcome = await instances.perform({ name, actor, input });
    ledger.count(name, outcome);
    return outcome.is === 'acknowledged' ? (outcome.value as object) : null;
  };
  const { provider } = operation;
  const input = startConnectInput.parse({ gatewayId: gateway.id, provider, name: `Account of ${number}` });
  const start = (await ask('startConnect', input)) as ConnectStart | null;
  if (!start) return;
  await sleep(random.below(120));
  const state = new URL(start.url).searchParams.get('state') ?? '';
  const code = addressOf(number, operation.seed);
  if (loginFlowOf[provider] === 'device') gateway.accounts.signIn(provider, code, state);
  else {
    const callbackUrl = `http://localhost:1455/auth/callback?state=${state}&code=${encodeURIComponent(code)}`;
    await ask('completeConnect', completeConnectInput.parse({ id: start.id, callbackUrl }));
  }
  for (let polls = 0; polls < 2; polls += 1) {
    await sleep(random.below(150));
    await ask('getConnectStatus', { id: start.id });
  }
}
