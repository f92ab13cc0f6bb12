import { type SignedIn, verifyPasswordInput } from '@gatehouse/contracts/identity';
import NextAuth, { CredentialsSignin, type NextAuthResult } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { toApiError } from '../api/errors.ts';
import { serviceClient } from './service-client.ts';

/** Why a sign-in was refused, as the API said it. */
export class SignInRefused extends CredentialsSignin {
  readonly failure: ReturnType<typeof toApiError>;

  constructor(cause: unknown) {
    super();
    this.failure = toApiError(cause);
    this.code = this.failure.payload?.code ?? 'unavailable';
  }
}

const result: NextAuthResult = NextAuth({
  // Below /api is the API; sign-in belongs to the dashboard.
  basePath: '/auth',
  trustHost: true,
  // The API decides how long a session lives and can end it at any moment; the cookie only names it.
  session: { strategy: 'jwt', maxAge: 30 * 24 * 60 * 60 },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      authorize: (credentials, request) => authorize(credentials, request),
    }),
  ],
  callbacks: {
    // `user` is there at sign-in only: what `authorize` answered.
    jwt({ token, user }) {
      const signedIn = user as Partial<SignedIn> | undefined;
      if (!signedIn?.sessionId) return token;
      const { userId, sessionId, sessionVersion, name } = signedIn;
      return { sub: userId ?? '', sid: sessionId, ver: sessionVersion, name: name ?? '' };
    },
    session: ({ session, token }) => ({
      expires: session.expires,
      user: { id: token.sub ?? '', name: token.name ?? null },
    }),
  },
  events: {
    async signOut(message) {
      const sessionId = 'token' in message ? message.token?.sid : undefined;
      if (typeof sessionId === 'string') await serviceClient().auth.endSession.mutate({ sessionId });
    },
  },
  logger: {
    error(error) {
      // A wrong password or a request without its token is an answer, not a fault of the server.
      if (!(error instanceof CredentialsSignin) && error.name !== 'MissingCSRF') console.error(error);
    },
  },
});

export const { handlers, signIn, signOut } = result;

async function authorize(credentials: Partial<Record<string, unknown>>, request: Request) {
  const { email, password } = credentials;
  const userAgent = request.headers.get('user-agent')?.slice(0, 400);
  const clientAddress = request.headers.get('x-forwarded-for')?.split(',')[0]?.trim().slice(0, 64) || undefined;
  const input = verifyPasswordInput.safeParse({ email, password, userAgent, clientAddress });
  if (!input.success) throw new CredentialsSignin();
  try {
    const signedIn = await serviceClient().auth.verifyPassword.mutate(input.data);
    return { ...signedIn, id: signedIn.userId };
  } catch (error) {
    throw new SignInRefused(error);
  }
}
