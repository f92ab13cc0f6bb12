import { inspect } from 'node:util';
import type { AccountProvider, ConnectView } from '@gatehouse/contracts/provider-accounts';
import type { UserActor } from '../actor/index.ts';
import type { Context } from '../context/index.ts';
import {
  completeConnect,
  getConnectStatus,
  importAccount,
  listProviderAccounts,
  listUnclaimedAccounts,
  startConnect,
} from '../provider-accounts/index.ts';
import { databaseText } from './database-text.ts';
import { createTestGateway, type TestGateway } from './gateway.ts';

/** A CLIProxyAPI with two people who sign in at providers. */
export type TestAccounts = TestGateway & {
  alice: UserActor;
  bob: UserActor;
  asAlice: Context;
  asBob: Context;
  /** A login as a person begins it, and one that they end at once. */
  begin(ctx: Context, provider?: AccountProvider): ReturnType<typeof startConnect>;
  connect(ctx: Context, email: string): Promise<ConnectView>;
  /** The upload of a credential with these fields as well. */
  importFile(ctx: Context, extra?: object): ReturnType<typeof importAccount>;
  own(ctx: Context): ReturnType<typeof listProviderAccounts>;
  unclaimed(): Promise<Awaited<ReturnType<typeof listUnclaimedAccounts>>['accounts']>;
};

/** Stands in credentials, and must not be found anywhere else. */
export const accountToken = 'sk-test-canary-oauth-token';

export const credentialFile = (extra: object = {}): string =>
  JSON.stringify({ type: 'codex', access_token: accountToken, refresh_token: accountToken, ...extra });

export const managementPath = (name: string): string => `/v0/management/${name}`;
export const loginStateOf = (url: string): string => new URL(url).searchParams.get('state') ?? '';
export const callbackOf = (url: string, code: string): string =>
  `http://localhost:1455/auth/callback?code=${code}&state=${loginStateOf(url)}`;

export async function createTestAccounts(): Promise<TestAccounts> {
  const rig = await createTestGateway();
  const [alice, bob] = [await rig.createUser({ name: 'Alice' }), await rig.createUser({ name: 'Bob' })];
  await rig.settle();
  rig.double.clearJournal();
  const begin = (ctx: Context, provider: AccountProvider = 'codex') => startConnect(ctx, { provider, name: 'Mine' });
  return {
    ...rig,
    alice,
    bob,
    asAlice: rig.contextOf(alice),
    asBob: rig.contextOf(bob),
    begin,
    async connect(ctx, email) {
      const start = await begin(ctx);
      await completeConnect(ctx, { id: start.id, callbackUrl: callbackOf(start.url, email) });
      await rig.converge();
      return getConnectStatus(ctx, { id: start.id });
    },
    importFile: (ctx, extra = {}) =>
      importAccount(ctx, { provider: 'codex', name: 'Mine', content: credentialFile(extra), waitMs: 0 }),
    own: (ctx) => listProviderAccounts(ctx, { scope: 'own' }),
    unclaimed: async () => (await listUnclaimedAccounts(rig.asOwner, {})).accounts,
  };
}

/** Everything of credentials that the database and the log hold; null where they hold nothing, as they should. */
export async function leakedCredentials({ services, logged }: TestGateway): Promise<string | null> {
  const canaries = new RegExp(`${accountToken}|sk-test-oauth-|@example\\.com.json`);
  const text = inspect(logged, { depth: 9 }) + (await databaseText(services.db));
  return canaries.exec(text)?.[0] ?? null;
}
