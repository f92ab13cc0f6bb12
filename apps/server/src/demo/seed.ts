import { randomBytes } from 'node:crypto';
import { createClientKeyInput } from '@gatehouse/contracts/client-keys';
import { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { createGatewayInput } from '@gatehouse/contracts/gateways';
import { contributeProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import { anonymous } from '@gatehouse/core/actor';
import { createClientKey } from '@gatehouse/core/client-keys';
import type { Context } from '@gatehouse/core/context';
import { contributeCustomProvider } from '@gatehouse/core/custom-providers';
import { createGateway, listGatewaySummaries } from '@gatehouse/core/gateways';
import { acceptInvitation, createInvitation } from '@gatehouse/core/invitations';
import { contributeProviderKey } from '@gatehouse/core/provider-keys';
import { authenticateSession, verifyPassword } from '@gatehouse/core/sessions';
import { claimSetup } from '@gatehouse/core/setup';
import { listUsers } from '@gatehouse/core/users';
import type { Installation } from '../services/index.ts';
import { openInvitation, owner, type Person, people } from './people.ts';

type Gateway = { url: string; managementKey: string };

/** Fills an installation as people would. What is there already stays, so that it can run at every start. */
export async function seed({ services, setupToken }: Installation, password: string, gateway: Gateway): Promise<void> {
  const outside: Context = { ...services, actor: anonymous, requestId: 'demo', clientAddress: null };
  if (setupToken !== null) await claimSetup(outside, { token: setupToken, ...owner, password });
  const asOwner = await signIn(outside, owner.email, password);
  if ((await listGatewaySummaries(asOwner)).length === 0) await createGateway(asOwner, gatewayInput(gateway));
  const known = new Set((await listUsers(asOwner)).map(({ email }) => email));
  for (const person of people) if (!known.has(person.email)) await bring(asOwner, outside, person);
  if (known.size <= 1) await createInvitation(asOwner, { ...openInvitation, expiresInDays: 7 });
}

const gatewayInput = ({ url, managementKey }: Gateway) =>
  createGatewayInput.parse({ name: 'Office gateway', kind: 'cliproxyapi', baseUrl: url, managementKey });

async function bring(asOwner: Context, outside: Context, person: Person): Promise<void> {
  const { name, email, role } = person;
  const password = randomBytes(18).toString('base64url');
  const { url } = await createInvitation(asOwner, { email, role, expiresInDays: 7 });
  await acceptInvitation(outside, { token: new URL(url).hash.slice(1), name, email, password });
  const asPerson = await signIn(outside, email, password);
  for (const key of person.providerKeys) await contributeProviderKey(asPerson, contributeProviderKeyInput.parse(key));
  for (const provider of person.customProviders)
    await contributeCustomProvider(asPerson, contributeCustomProviderInput.parse(provider));
  for (const keyName of person.clientKeys)
    await createClientKey(asPerson, createClientKeyInput.parse({ name: keyName }));
}

async function signIn(outside: Context, email: string, password: string): Promise<Context> {
  const asWeb: Context = { ...outside, actor: { type: 'service', name: 'demo' } };
  const actor = await authenticateSession(outside, await verifyPassword(asWeb, { email, password }));
  if (!actor) throw new Error('The demo cannot sign in. Delete its data folder and start it again.');
  return { ...outside, actor };
}
