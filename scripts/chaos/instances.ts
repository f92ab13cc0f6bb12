import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Call, Outcome } from './calls.ts';
import { type InstanceOptions, openInstance } from './instance.ts';

export type ToInstance = { id: number; call: Call };
export type FromInstance = { id: number; outcome: Outcome } | { surprise: string } | { isReady: true };

/** The Gatehouses that work on one database. A call goes to one that runs. */
export type Instances = {
  perform(call: Call): Promise<Outcome>;
  /** SIGKILL for one of them, and a new one in its place. */
  killOne(index: number): void;
  /** One of them stands still, as a machine does that is moved or swaps, and goes on where it was. */
  pauseOne(index: number, ms: number): Promise<void>;
  /** Resolves when all run. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

type Options = Omit<InstanceOptions, 'name'> & { count: number; onSurprise: (text: string) => void };

export const openInstances = (options: Options): Promise<Instances> =>
  options.count === 1 ? openInProcess(options) : openProcesses(options);

async function openInProcess({ onSurprise, ...options }: Options): Promise<Instances> {
  const instance = await openInstance({ ...options, name: 'gatehouse-1' }, onSurprise);
  return {
    perform: instance.perform,
    killOne: () => {},
    pauseOne: async () => {},
    ready: async () => {},
    close: instance.close,
  };
}

/** Moving and rebuilding ask a gateway many times, and wait for others who do. */
const answerWithinMs = 180_000;

type Slot = { child: ChildProcess; isReady: boolean; ready: Promise<void>; waiting: Map<number, (o: Outcome) => void> };

async function openProcesses(options: Options): Promise<Instances> {
  let started = 0;
  let calls = 0;
  let isClosing = false;
  const launch = (): Slot => {
    started += 1;
    return launchProcess(options, `gatehouse-${started}`, (slot) => {
      const index = slots.indexOf(slot);
      if (!isClosing && index >= 0) slots[index] = launch();
    });
  };
  const slots: Slot[] = [];
  for (let index = 0; index < options.count; index += 1) slots.push(launch());
  const ready = async () => {
    await Promise.all(slots.map((slot) => slot.ready));
  };
  await ready();
  return {
    async perform(call) {
      calls += 1;
      const id = calls;
      const running = slots.filter(({ isReady }) => isReady);
      const slot = running[id % running.length] ?? slots[0];
      if (!slot) return { is: 'unknown' };
      await slot.ready;
      return send(slot, { id, call });
    },
    killOne: (index) => void slots[index % slots.length]?.child.kill('SIGKILL'),
    async pauseOne(index, ms) {
      const child = slots[index % slots.length]?.child;
      child?.kill('SIGSTOP');
      await sleep(ms);
      child?.kill('SIGCONT');
    },
    ready,
    async close() {
      isClosing = true;
      const exits = slots.map(({ child }) => once(child, 'exit'));
      for (const { child } of slots) child.kill('SIGKILL');
      await Promise.all(exits);
    },
  };
}

function launchProcess(options: Options, name: string, onEnd: (slot: Slot) => void): Slot {
  const child = fork(fileURLToPath(new URL('./instance-process.ts', import.meta.url)), {
    env: {
      PATH: process.env.PATH,
      CHAOS_DATABASE_URL: options.databaseUrl,
      CHAOS_SECRET_KEY: options.secretKey,
      CHAOS_NAME: name,
      CHAOS_TIMEOUT_MS: String(options.timeoutMs),
      ...(options.sabotage && { CHAOS_SABOTAGE: options.sabotage }),
    },
    serialization: 'advanced',
  });
  let becomeReady = () => {};
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  const slot: Slot = { child, isReady: false, ready, waiting: new Map() };
  child.on('message', (message: FromInstance) => {
    if ('surprise' in message) options.onSurprise(`${name}: ${message.surprise}`);
    else if ('isReady' in message) {
      slot.isReady = true;
      becomeReady();
    } else slot.waiting.get(message.id)?.(message.outcome);
  });
  child.on('error', (error) => options.onSurprise(`${name}: ${error.message}`));
  child.on('exit', () => {
    slot.isReady = false;
    becomeReady();
    for (const answer of slot.waiting.values()) answer({ is: 'unknown' });
    onEnd(slot);
  });
  return slot;
}

function send(slot: Slot, message: ToInstance): Promise<Outcome> {
  return new Promise((resolve) => {
    const answer = (outcome: Outcome) => {
      clearTimeout(deadline);
      slot.waiting.delete(message.id);
      resolve(outcome);
    };
    const deadline = setTimeout(
      () => answer({ is: 'surprise', text: `${message.call.name} was never answered` }),
      answerWithinMs,
    );
    slot.waiting.set(message.id, answer);
    slot.child.send(message, (error) => error && answer({ is: 'unknown' }));
  });
}
