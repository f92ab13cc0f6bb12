import type { AppRouter } from '@gatehouse/api/router';
import { createLinks } from '@gatehouse/client/links';
import type { WhoAmI } from '@gatehouse/contracts/identity';
import type { Permission } from '@gatehouse/contracts/permissions';
import { dehydrate, QueryClient } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { createServerSideHelpers } from '@trpc/react-query/server';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { signInPath } from '../links/index.ts';
import { toApiError } from './errors.ts';

export type Viewer = Extract<WhoAmI, { type: 'user' }>;

/** Where this process reaches the API; not an address that browsers know. */
export function apiUrl(): string {
  const url = process.env.GATEHOUSE_API_URL;
  if (!url) throw new Error('GATEHOUSE_API_URL is not set: the dashboard is started by the Gatehouse server.');
  return url.replace(/\/+$/, '');
}

/** The API as the person whose request is being answered. It can only read: changes need the browser's own origin. */
const clientOfRequest = cache(async () => {
  const incoming = await headers();
  const forwarded: Record<string, string> = {};
  for (const name of ['cookie', 'x-request-id', 'x-forwarded-for', 'user-agent']) {
    const value = incoming.get(name);
    if (value) forwarded[name] = value;
  }
  return createTRPCClient<AppRouter>({ links: createLinks({ baseUrl: apiUrl(), headers: () => forwarded }) });
});

/** The signed-in person, or null. */
export const getViewer = cache(async (): Promise<Viewer | null> => {
  try {
    const who = await (await clientOfRequest()).auth.whoAmI.query();
    return who.type === 'user' ? who : null;
  } catch (error) {
    const failure = toApiError(error);
    if (failure.kind === 'unauthenticated') return null;
    // The digest is all that a browser sees of a server error: make it the id that the log knows.
    throw Object.assign(failure, { digest: failure.requestId ?? (await headers()).get('x-request-id') ?? '' });
  }
});

/** The signed-in person; anyone else is sent to sign in and then back here. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await getViewer();
  if (viewer) return viewer;
  redirect(signInPath((await headers()).get('x-page') ?? '/'));
}

/** A page that somebody may not see is one that is not there for them. */
export async function requirePermission(permission: Permission): Promise<void> {
  const viewer = await requireViewer();
  if (!viewer.permissions.includes(permission)) notFound();
}

export async function isClaimed(): Promise<boolean> {
  return (await (await clientOfRequest()).setup.status.query()).isClaimed;
}

/** Where browsers and laptops reach this installation. */
export const publicUrl = (): string => (process.env.AUTH_URL ?? '').replace(/\/+$/, '');

type Helpers = ReturnType<typeof createServerSideHelpers<AppRouter>>;

/** Runs queries on the server so that the page arrives with its data. A query that fails is asked again by the browser. */
export async function prefetch(queries: (helpers: Helpers) => Promise<void>[]) {
  const queryClient = new QueryClient();
  const helpers = createServerSideHelpers<AppRouter>({ client: await clientOfRequest(), queryClient });
  await Promise.all(queries(helpers));
  return dehydrate(queryClient);
}
