import { fileType, isDeviceFlow, isLoginProvider, type LoginProvider } from './logins.ts';
import { done, json, type Reply } from './reply.ts';
import { type ManagementRequest, objectBody } from './request.ts';

const isState = (state: string): boolean => /^[A-Za-z0-9._-]{1,128}$/.test(state);
const failure = (status: number, error: string): Reply => json(status, { status: 'error', error });
const unknownState = 'unknown or expired state';

const authorizePages: Record<LoginProvider, string> = {
  anthropic: 'https://claude.example.com/oauth/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A54545%2Fcallback',
  codex: 'https://codex.example.com/oauth/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback',
  antigravity:
    'https://antigravity.example.com/o/oauth2/auth?redirect_uri=http%3A%2F%2Flocalhost%3A51121%2Foauth-callback',
  xai: 'https://xai.example.com/device',
  kimi: 'https://kimi.example.com/device',
};

/** The routes by which people connect accounts; null for other paths. */
export function oauthRoutes(request: ManagementRequest): Reply | null {
  const provider = /^(.+)-auth-url$/.exec(request.path)?.[1];
  if (provider !== undefined && request.method === 'GET' && isLoginProvider(provider)) return start(request, provider);
  switch (`${request.method} ${request.path}`) {
    case 'GET get-auth-status':
      return status(request);
    case 'POST oauth-callback':
      return callback(request);
    case 'DELETE oauth-session':
      return cancel(request);
  }
  return null;
}

function start({ logins }: ManagementRequest, provider: LoginProvider): Reply {
  const state = logins.start(provider);
  const page = authorizePages[provider];
  if (!isDeviceFlow(provider)) return json(200, { status: 'ok', url: `${page}&state=${state}`, state });
  const user_code = state.slice(0, 8).toUpperCase();
  return json(200, { status: 'ok', url: page, state, flow: 'device', user_code, expires_in: 1800 });
}

function status({ logins, query }: ManagementRequest): Reply {
  const state = query.get('state') ?? '';
  if (state === '') return json(200, { status: 'ok' });
  if (!isState(state)) return failure(400, 'invalid state');
  const login = logins.get(state);
  if (!login) return failure(200, unknownState);
  return login.status === 'error' ? failure(200, login.error) : json(200, { status: login.status });
}

function callbackOf(request: ManagementRequest): { provider: string; state: string; code: string; error: string } {
  const body = objectBody(request);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const url = text(body.redirect_url);
  const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
  const field = (name: string) => text(body[name]) || (query.get(name) ?? '');
  return { provider: text(body.provider), state: field('state'), code: field('code'), error: field('error') };
}

function callback(request: ManagementRequest): Reply {
  const { provider, state, code, error } = callbackOf(request);
  if (state === '') return failure(400, 'state is required');
  if (!isState(state)) return failure(400, 'invalid state');
  const login = request.logins.get(state);
  if (!login) return failure(404, unknownState);
  if (provider !== '' && provider !== login.provider && provider !== fileType(login.provider))
    return failure(400, 'provider does not match state');
  if (code === '' && error === '') return failure(400, 'code or error is required');
  if (login.status !== 'wait' || login.hasCallback) return failure(409, login.error || 'oauth flow is not pending');
  login.hasCallback = true;
  if (error !== '') request.logins.fail(state, 'Bad Request');
  // The provider knows the person by the code: a code that holds an address signs that account in.
  else if (code.includes('@')) request.logins.complete(state, { email: code });
  return done();
}

function cancel({ logins, query }: ManagementRequest): Reply {
  const state = query.get('state') ?? '';
  if (state === '') return failure(400, 'missing state');
  return json(200, { status: 'ok', cancelled: logins.cancel(state) });
}
