import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from '@auth/core/jwt';
import { type Client, createClient } from '@gatehouse/client/client';
import type { Double } from '@gatehouse/gateways/double';
import type { Installation } from './installation.ts';
import type { Ledger } from './ledger.ts';
import { outcomeOf } from './outcome.ts';
import type { Member } from './work.ts';

const password = 'a long enough test password';
const owner = { name: 'Olga Owner', email: 'olga@example.com' };
const memberNames = ['Mika', 'Noor', 'Pia'];
const emailOf = (name: string) => `${name.toLowerCase()}@example.com`;
const lifetimeSeconds = 3600;

export type People = { owner: Client; members: Member[]; emails: string[] };

/**
 * From the setup link to members with access tokens, each step again until it is done: the server may be killed in any of
 * them. What was acknowledged is never asked for a second time.
 */
export async function gather(installation: Installation, double: Double, ledger: Ledger): Promise<People> {
  const anyone = createClient({ baseUrl: installation.url });
  await untilDone(() => claim(installation, anyone, ledger));
  const asOwner = await untilDone(() => signIn(installation, owner.email));
  await untilDone(() => connectGateway(asOwner, double, ledger));
  const members: Member[] = [];
  for (const name of memberNames) {
    await untilDone(() => join(asOwner, anyone, name, ledger));
    const asMember = await untilDone(() => signIn(installation, emailOf(name)));
    const token = await untilDone(() => logIn(anyone, asMember, name));
    members.push({ name, client: createClient({ baseUrl: installation.url, token }), own: [] });
  }
  return { owner: asOwner, members, emails: [owner.email, ...memberNames.map(emailOf)] };
}

async function untilDone<T>(step: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const result = await step();
    if (result !== null) return result;
    if (Date.now() > deadline) throw new Error('A step of the setup was not done in time.');
    await sleep(30);
  }
}

/** The value where the call was acknowledged; null where it has to be looked at again. */
async function acknowledged<T>(call: Promise<T>): Promise<T | null> {
  const outcome = await outcomeOf(call);
  return outcome.is === 'acknowledged' ? outcome.value : null;
}

async function claim(installation: Installation, anyone: Client, ledger: Ledger): Promise<true | null> {
  const status = await acknowledged(anyone.setup.status.query());
  if (status?.isClaimed) return true;
  const link = installation.setupLink();
  if (!status || !link) return null;
  const token = new URL(link).hash.slice(1);
  const claimed = await acknowledged(anyone.setup.claim.mutate({ token, ...owner, password }));
  if (claimed) ledger.acknowledge('user.created', claimed.userId);
  return null;
}

/** A session as the dashboard begins one after it has verified a password. */
async function signIn({ url, origin, authSecret, sql }: Installation, email: string): Promise<Client | null> {
  const sid = randomUUID();
  const rows = await sql(
    `insert into sessions (id, user_id, expires_at)
     select $1, id, now() + interval '1 hour' from users where email = $2
     returning user_id, (select session_version from users where id = user_id) as ver`,
    [sid, email],
  ).catch(() => null);
  const row = rows?.[0];
  if (!row) return null;
  const salt = 'authjs.session-token';
  const token = { sid, sub: String(row.user_id), ver: Number(row.ver) };
  const cookie = await encode({ token, secret: authSecret, salt, maxAge: lifetimeSeconds });
  return createClient({ baseUrl: url, headers: { cookie: `${salt}=${cookie}`, origin } });
}

async function connectGateway(asOwner: Client, double: Double, ledger: Ledger): Promise<true | null> {
  const found = await acknowledged(asOwner.gateways.list.query());
  if (found?.length) return true;
  if (!found) return null;
  const { url: baseUrl, managementKey } = double;
  const created = await acknowledged(asOwner.gateways.create.mutate({ name: 'Team gateway', baseUrl, managementKey }));
  if (created) ledger.acknowledge('gateway.created', created.id);
  return null;
}

async function join(asOwner: Client, anyone: Client, name: string, ledger: Ledger): Promise<true | null> {
  const email = emailOf(name);
  const users = await acknowledged(asOwner.users.list.query());
  if (users?.some((user) => user.email === email)) return true;
  if (!users) return null;
  const invited = await acknowledged(asOwner.invitations.create.mutate({ email, role: 'member' }));
  if (!invited) return null;
  ledger.acknowledge('invitation.created', invited.invitation.id);
  const token = new URL(invited.url).hash.slice(1);
  const accepted = await acknowledged(anyone.invitations.accept.mutate({ token, name, email, password }));
  if (!accepted) return null;
  ledger.acknowledge('invitation.accepted', invited.invitation.id);
  ledger.acknowledge('user.created', accepted.userId);
  return true;
}

/** The device flow of the command line, from its start: a code whose login was lost is left to expire. */
async function logIn(anyone: Client, asMember: Client, name: string): Promise<string | null> {
  const started = await acknowledged(anyone.deviceLogins.start.mutate({ clientName: `Laptop of ${name}` }));
  if (!started) return null;
  const { userCode, deviceCode } = started;
  if (!(await acknowledged(asMember.deviceLogins.approve.mutate({ userCode })))) return null;
  const polled = await acknowledged(anyone.deviceLogins.poll.mutate({ deviceCode }));
  return polled?.status === 'approved' ? polled.token : null;
}
