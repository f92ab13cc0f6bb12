import { readConfig } from '../../apps/server/src/config/index.ts';
import { createLogger } from '../../apps/server/src/logging/index.ts';
import { type Running, start } from '../../apps/server/src/start/index.ts';
import { createClientKey } from '../../packages/core/src/client-keys/index.ts';
import type { Context } from '../../packages/core/src/context/index.ts';
import { createGateway } from '../../packages/core/src/gateways/index.ts';
import { contributeProviderKey } from '../../packages/core/src/provider-keys/index.ts';
import { claimSetup } from '../../packages/core/src/setup/index.ts';
import { measureCommits } from './commits.ts';
import { measureInvalidations } from './invalidations.ts';
import { bringPerson, outside, type Person, signIn } from './people.ts';

/** What the measuring process asks of this one, over the channel between them. */
export type Question = 'counters' | 'invalidations' | 'commits' | 'stop';
/** Since the start: what all of the process did, and what it did for requests. */
export type Counters = {
  queries: number;
  calls: number;
  requestQueries: number;
  requestCalls: number;
  cpuMs: number;
};
export type Prepared = { url: string; people: Person[] };

const counted = { queries: 0, calls: 0, requestQueries: 0, requestCalls: 0 };
const count = (name: keyof typeof counted) => () => {
  counted[name] += 1;
};
const env = process.env;

/** The server as it always runs, with one gateway, a few provider keys and people who hold tokens. */
async function main(): Promise<void> {
  const log = createLogger({ level: 'info', isReadable: false });
  const running = await start(readConfig({ ...env, BENCH_GATEWAY: undefined }, process.cwd()), {
    log,
    webServerPath: '',
    counters: {
      onQuery: count('queries'),
      onCall: count('calls'),
      onRequestQuery: count('requestQueries'),
      onRequestCall: count('requestCalls'),
    },
  });
  const people = await prepare(running);
  answer(running, people);
  process.send?.({ url: running.publicUrl, people } satisfies Prepared);
}

async function prepare({ services, setupToken }: Running): Promise<Person[]> {
  const owner = { name: 'Owner', email: 'owner@example.com', password: 'a password for measuring' };
  const anybody = outside(services, 0);
  await claimSetup(anybody, { token: setupToken ?? '', ...owner });
  const asOwner = await signIn(anybody, owner);
  const gateway = JSON.parse(env.BENCH_GATEWAY ?? '{}') as { baseUrl: string; managementKey: string };
  await createGateway(asOwner, { name: 'Gateway', kind: 'cliproxyapi', ...gateway });
  await contribute(asOwner);
  const people: Person[] = [];
  for (let index = 1; index <= Number(env.BENCH_PEOPLE ?? 1); index += 1)
    people.push(await bringPerson(asOwner, index));
  for (const person of people)
    await createClientKey({ ...asOwner, actor: person.actor }, { name: 'Laptop', waitMs: 10_000 });
  return people;
}

async function contribute(ctx: Context): Promise<void> {
  for (const provider of ['claude', 'gemini'] as const)
    await contributeProviderKey(ctx, { provider, name: provider, apiKey: `sk-test-bench-${provider}`, waitMs: 10_000 });
}

function answer({ services, stop }: Running, [person]: Person[]): void {
  const answers: Record<Exclude<Question, 'stop'>, () => Promise<object>> = {
    counters: async () => {
      const { user, system } = process.cpuUsage();
      return { ...counted, cpuMs: (user + system) / 1000 } satisfies Counters;
    },
    invalidations: () => (person ? measureInvalidations(services, person) : Promise.resolve({})),
    commits: () => measureCommits(services),
  };
  process.on('message', async (question: Question) => {
    if (question === 'stop') process.exit((await stop()) ? 0 : 1);
    process.send?.(await answers[question]());
  });
  process.on('disconnect', () => void stop().then(() => process.exit(1)));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
