import { approveDeviceLogin, pollDeviceLogin, startDeviceLogin } from '../../packages/core/src/access-tokens/index.ts';
import { anonymous, type UserActor } from '../../packages/core/src/actor/index.ts';
import type { Context, Services } from '../../packages/core/src/context/index.ts';
import { acceptInvitation, createInvitation } from '../../packages/core/src/invitations/index.ts';
import { authenticateSession, verifyPassword } from '../../packages/core/src/sessions/index.ts';

export type Person = { token: string; actor: UserActor };

/** Everybody has an address of their own, so that no rate limit meets them. */
export const outside = (services: Services, index: number): Context => ({
  ...services,
  actor: anonymous,
  requestId: 'bench',
  clientAddress: `10.0.${index >> 8}.${index & 255}`,
});

export async function signIn(
  anybody: Context,
  { email, password }: { email: string; password: string },
): Promise<Context> {
  const asDashboard: Context = { ...anybody, actor: { type: 'service', name: 'bench' } };
  const clientAddress = anybody.clientAddress ?? '';
  const actor = await authenticateSession(
    anybody,
    await verifyPassword(asDashboard, { email, password, clientAddress }),
  );
  if (!actor) throw new Error('Signing in failed.');
  return { ...anybody, actor };
}

/** A member with an access token, by the way that people take. */
export async function bringPerson(asOwner: Context, index: number): Promise<Person> {
  const anybody = outside(asOwner, index);
  const person = {
    name: `Member ${index}`,
    email: `member-${index}@example.com`,
    password: 'a password for measuring',
  };
  const { url } = await createInvitation(asOwner, { role: 'member', expiresInDays: 1 });
  await acceptInvitation(anybody, { token: new URL(url).hash.slice(1), ...person });
  const asPerson = await signIn(anybody, person);
  const login = await startDeviceLogin(anybody, { clientName: 'bench' });
  await approveDeviceLogin(asPerson, { userCode: login.userCode.replace('-', '') });
  const poll = await pollDeviceLogin(anybody, { deviceCode: login.deviceCode });
  if (poll.status !== 'approved' || asPerson.actor.type !== 'user') throw new Error('Logging in failed.');
  return { token: poll.token, actor: asPerson.actor };
}
