import { openInstance } from './instance.ts';
import type { FromInstance, ToInstance } from './instances.ts';
import { isSabotage } from './sabotage.ts';

// One Gatehouse in a process of its own, which can be killed. Speaks with the process that started it, and ends with it.
const send = (message: FromInstance) => process.send?.(message);
process.on('disconnect', () => process.exit(0));

const { CHAOS_DATABASE_URL, CHAOS_SECRET_KEY, CHAOS_NAME, CHAOS_TIMEOUT_MS, CHAOS_SABOTAGE = '' } = process.env;
const opening = openInstance(
  {
    databaseUrl: CHAOS_DATABASE_URL ?? '',
    secretKey: CHAOS_SECRET_KEY ?? '',
    name: CHAOS_NAME ?? '',
    timeoutMs: Number(CHAOS_TIMEOUT_MS),
    sabotage: isSabotage(CHAOS_SABOTAGE) ? CHAOS_SABOTAGE : undefined,
  },
  (text) => send({ surprise: text }),
);
// Where the database is away, another start is tried, as by whatever runs servers.
const instance = await opening.catch(() => process.exit(1));
process.on('message', async ({ id, call }: ToInstance) => {
  send({ id, outcome: await instance.perform(call) });
});
send({ isReady: true });
