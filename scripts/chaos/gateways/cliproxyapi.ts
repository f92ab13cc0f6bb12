import { type Double, type RequestRecord, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import type { AccountDesk } from './accounts.ts';
import { createFaultInjection } from './cliproxyapi-faults.ts';
import { cliproxyapiHands, contentsIn, contentsOf } from './cliproxyapi-hands.ts';
import { agrees, identityOf } from './cliproxyapi-judgement.ts';
import { identityIn, listNames, quickReload, sections } from './cliproxyapi-lists.ts';
import { createForeigner, foreignPrefix, handOver } from './foreigner.ts';
import { bansIn, overlapsOf } from './journal.ts';
import type { ChaosGateway, GatewayFigures, GatewayOptions, Held } from './port.ts';
import { putOthersItems, settingsDeskOf } from './settings.ts';
import { type Allowance, type Shown, Trace } from './trace.ts';

const root = '/v0/management/';
const credentials = 'auth-files';
const first = `${foreignPrefix}first`;

export async function openCliproxyapi(options: GatewayOptions): Promise<ChaosGateway> {
  const double = await startCliproxyapiDouble({
    managementKey: `mgmt-test-${options.name}-0`,
    apiKeys: [first],
    timing: quickReload,
  });
  putOthersItems(double);
  await double.settled();
  const empty = double.file;
  let managementKey = double.managementKey;
  let keys = 0;
  const forgivenAt: number[] = [];
  const trace = new Trace({
    lists: listNames,
    contents: (list) => (list === credentials ? [] : contentsOf(double, list)),
    listsOf: (record) => {
      if (record.path.startsWith(root + credentials)) return isPeoples(record) ? [] : [credentials];
      if (isFile(record)) return listNames;
      return listNames.filter((list) => record.path === root + list);
    },
    isOfSeveral: isFile,
    writesWholeLists: true,
  });
  double.watch(trace.watcher);
  const faults = createFaultInjection(double, options);
  const { isForeign, ...foreigner } = createForeigner(cliproxyapiHands(double), trace, options.firstStranger);
  trace.note('api-keys', first);
  return {
    kind: 'cliproxyapi',
    baseUrl: double.url,
    accounts: deskOf(double),
    settings: settingsDeskOf(double),
    get managementKey() {
      return managementKey;
    },
    changeManagementKey() {
      keys += 1;
      managementKey = `mgmt-test-${options.name}-${keys}`;
      double.rotateManagementKey(managementKey);
      return managementKey;
    },
    inject: faults.inject,
    endStaleness: faults.endStaleness,
    endBan() {
      forgivenAt.push(Date.now());
      double.expireBans();
    },
    calm: faults.calm,
    async wipe() {
      trace.forgetAll();
      double.editFile(() => empty);
      await faults.restart(30);
      trace.note('api-keys', first);
    },
    ...foreigner,
    handOver: (resource, ending) =>
      handOver(
        trace,
        listNames.filter((list) => (list === 'api-keys') === (resource === 'client-keys')),
        ending,
      ),
    allowUndo: (lists) =>
      trace.allow(
        new Map(lists.map(({ section, content }) => [section, exactly(contentsIn(section, JSON.parse(content)))])),
      ),
    harms: trace.harms,
    writes: trace.writes,
    people: () => null,
    held: () => heldBy(double, isForeign),
    admitted: () => double.liveClientKeys().map((key) => ({ identity: key, isForeign: isForeign(key, key) })),
    identityOf,
    agrees,
    figures: () => figuresOf(double, forgivenAt),
    async stop() {
      await faults.calm();
      await double.stop();
    },
  };
}

/** As the snapshot has it: gone where it is not in there. */
const exactly =
  (contents: readonly Shown[]): Allowance =>
  ({ identity }, found) =>
    found.length <= 1 && contents.find((shown) => shown.identity === identity)?.content === found[0]?.content;

function heldBy(double: Double, isForeign: (identity: string, content: string) => boolean): Held[] {
  const keys = double.clientKeys().map((key) => ({
    resource: 'client-keys' as const,
    identity: key.trim(),
    isForeign: isForeign(key, key),
    entry: { key },
  }));
  const entries = sections.flatMap((section) =>
    double.entries(section).map((entry) => ({
      resource: section === 'openai-compatibility' ? ('custom-providers' as const) : ('provider-keys' as const),
      identity: identityIn(section, entry),
      isForeign: isForeign(identityIn(section, entry), ''),
      entry,
    })),
  );
  return [...keys, ...entries];
}

/** A setting without a route of its own is written in the file, and everything else with it. */
const isFile = ({ path }: RequestRecord) => path === `${root}config.yaml`;

const deskOf = (double: Double): AccountDesk => ({
  signIn(provider, email, state) {
    double.signInAtProvider(provider === 'claude' ? 'anthropic' : provider, { email }, state);
  },
  decline: (state) => double.declineAtProvider(state),
  files: () =>
    new Map(double.authFileNames().map((name) => [name, { isDisabled: double.authFile(name)?.disabled === true }])),
});

/** Uploads and pasted callbacks are people's own calls: their files are nobody else's, and they need no turn. */
const isPeoples = ({ method, path }: RequestRecord) => method === 'POST' && /auth-files|oauth-callback/.test(path);

function figuresOf(double: Double, forgivenAt: readonly number[]): GatewayFigures {
  const requests = double.requests().filter(({ path }) => path.startsWith(root));
  const writes = requests.filter((request) => request.method !== 'GET');
  return {
    writes: writes.length,
    wasOpen: double.everOpen,
    writersAtOnce: overlapsOf(writes.filter((write) => !isPeoples(write))),
    bans: bansIn(requests, forgivenAt),
  };
}
