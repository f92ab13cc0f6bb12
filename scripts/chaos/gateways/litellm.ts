import { startLitellmDouble } from '@gatehouse/gateways/litellm-double';
import { createForeigner, handOver } from './foreigner.ts';
import { bansIn, overlapsOf } from './journal.ts';
import { createFaultInjection } from './litellm-faults.ts';
import { allowancesOf, contentsOf, lists, litellmHands } from './litellm-hands.ts';
import { agrees, heldBy, identityOf } from './litellm-judgement.ts';
import type { ChaosGateway, GatewayOptions } from './port.ts';
import { Trace } from './trace.ts';

const written = [...lists, 'users'];

/**
 * Each key and each deployment has calls of its own here, so there is no race that would excuse harm to a stranger's. And
 * nothing opens such a gateway to everybody; the nearest to it is a key to all models that should be one to some.
 */
export async function openLitellm(options: GatewayOptions): Promise<ChaosGateway> {
  const double = await startLitellmDouble({ masterKey: `sk-test-${options.name}-0`, version: '1.106' });
  let managementKey = double.masterKey;
  let keys = 0;
  let wasOpen = false;
  const forgivenAt: number[] = [];
  const trace = new Trace({
    lists,
    contents: (list) => (list === 'users' ? [] : contentsOf(double, list)),
    listsOf: ({ path }) => written.filter((list) => path.startsWith(`/${list.slice(0, -1)}/`)),
    writesWholeLists: false,
  });
  double.watch({
    ...trace.watcher,
    acted(record, status, body) {
      wasOpen ||= record.method !== 'GET' && /"models":\s*\[\]/.test(body);
      trace.watcher.acted(record, status, body);
    },
  });
  const faults = createFaultInjection(double, options);
  const { isForeign, ...foreigner } = createForeigner(litellmHands(double), trace, options.firstStranger);
  return {
    kind: 'litellm',
    baseUrl: double.url,
    accounts: null,
    settings: null,
    get managementKey() {
      return managementKey;
    },
    changeManagementKey() {
      keys += 1;
      managementKey = `sk-test-${options.name}-${keys}`;
      double.rotateMasterKey(managementKey);
      return managementKey;
    },
    inject: faults.inject,
    endStaleness: faults.endStaleness,
    endBan: () => void forgivenAt.push(Date.now()),
    calm: faults.calm,
    async wipe() {
      trace.forgetAll();
      double.wipe();
      await faults.restart(30);
    },
    ...foreigner,
    handOver: (resource, ending) => handOver(trace, [resource === 'client-keys' ? 'keys' : 'models'], ending),
    allowUndo: (snapshot) => trace.allow(allowancesOf(snapshot)),
    harms: trace.harms,
    writes: trace.writes,
    people: () => double.users().map(({ user_id }) => String(user_id)),
    held: () => heldBy(double, isForeign),
    admitted: () =>
      heldBy(double, isForeign).filter(
        ({ resource, identity }) => resource === 'client-keys' && double.admits(identity),
      ),
    identityOf,
    agrees,
    figures() {
      const requests = double.requests().filter(({ path }) => /^\/(key|model|user)\//.test(path));
      const writes = requests.filter(({ method }) => method !== 'GET');
      const bans = bansIn(requests, forgivenAt);
      return { writes: writes.length, wasOpen, writersAtOnce: overlapsOf(writes), bans };
    },
    async stop() {
      await faults.calm();
      await double.stop();
    },
  };
}
