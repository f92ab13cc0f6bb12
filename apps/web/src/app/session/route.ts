import { type ErrorPayload, kindOf } from '@gatehouse/contracts/errors';
import { z } from 'zod';
import { SignInRefused, signIn, signOut } from '../../session/auth.ts';
import { isOwnOrigin } from '../../session/own-origin.ts';

const credentials = z.object({ email: z.string().max(254), password: z.string().max(256) });

export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refuse(request, foreignOrigin);
  const input = credentials.safeParse(await request.json().catch(() => null));
  if (!input.success) return refuse(request, wrongCredentials);
  try {
    await signIn('credentials', { ...input.data, redirect: false });
    return Response.json({ signedIn: true });
  } catch (error) {
    if (error instanceof SignInRefused) return refuse(request, error.failure.payload, error.failure.requestId);
    if (error instanceof Error && error.name === 'CredentialsSignin') return refuse(request, wrongCredentials);
    console.error(error);
    return refuse(request, null);
  }
}

export async function DELETE(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refuse(request, foreignOrigin);
  await signOut({ redirect: false });
  return Response.json({ signedOut: true });
}

const foreignOrigin: ErrorPayload = {
  code: 'foreign_origin',
  message: 'This request does not come from the Gatehouse dashboard. Reload it and try again.',
  details: {},
};
const wrongCredentials: ErrorPayload = {
  code: 'wrong_credentials',
  message: 'The e-mail address or the password is wrong.',
  details: {},
};

const statuses = { unauthenticated: 401, forbidden: 403, 'too-many-requests': 429, unavailable: 503 } as const;

function refuse(request: Request, error: ErrorPayload | null, requestId?: string | null): Response {
  const kind = error ? kindOf(error.code) : 'internal';
  const status = kind in statuses ? statuses[kind as keyof typeof statuses] : error ? 400 : 500;
  const id = requestId ?? request.headers.get('x-request-id');
  return Response.json({ error, requestId: id }, { status });
}
