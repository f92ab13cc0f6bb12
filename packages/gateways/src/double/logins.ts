import { createHash } from 'node:crypto';
import type { AuthFiles } from './auth-files.ts';

const providers = ['anthropic', 'codex', 'antigravity', 'xai', 'kimi'] as const;
export type LoginProvider = (typeof providers)[number];
export const isLoginProvider = (value: string): value is LoginProvider => providers.some((each) => each === value);
export const isDeviceFlow = (provider: LoginProvider): boolean => provider === 'xai' || provider === 'kimi';

export const fileType = (provider: LoginProvider): string => (provider === 'anthropic' ? 'claude' : provider);

type Login = {
  provider: LoginProvider;
  startedAt: number;
  status: 'wait' | 'ok' | 'error';
  error: string;
  hasCallback: boolean;
  completedAt: number | null;
};

const sessionTtlMs = 30 * 60_000;
const callbackWaitMs = 5 * 60_000;
const completedTtlMs = 60_000;

/** Who signs in at the provider, and what the provider then gives the gateway. */
export type Person = { email: string; accessToken?: string };

/** Logins under way; in memory only, so that a restart forgets them. */
export class Logins {
  readonly #logins = new Map<string, Login>();
  readonly #files: AuthFiles;
  readonly #now: () => number;
  #count = 0;
  /** Some releases end every login of a provider when one of them succeeds. */
  completeTogether = false;

  constructor(files: AuthFiles, now: () => number) {
    this.#files = files;
    this.#now = now;
  }

  start(provider: LoginProvider): string {
    this.#count += 1;
    const state = createHash('sha256').update(`${provider} ${this.#count}`).digest('hex').slice(0, 32);
    const login = { provider, startedAt: this.#now(), status: 'wait' as const, error: '' };
    this.#logins.set(state, { ...login, hasCallback: false, completedAt: null });
    return state;
  }

  get(state: string): Login | null {
    const login = this.#logins.get(state);
    if (!login) return null;
    const now = this.#now();
    const isOver =
      now - login.startedAt >= sessionTtlMs ||
      (login.completedAt !== null && now - login.completedAt >= completedTtlMs);
    if (isOver) this.#logins.delete(state);
    else if (login.status === 'wait' && now - login.startedAt >= callbackWaitMs && !isDeviceFlow(login.provider))
      this.fail(state, 'Timeout waiting for OAuth callback');
    return isOver ? null : login;
  }

  pending(provider: LoginProvider): string[] {
    return [...this.#logins.keys()].filter((state) => {
      const login = this.get(state);
      return login?.provider === provider && login.status === 'wait';
    });
  }

  fail(state: string, error: string): void {
    const login = this.#logins.get(state);
    if (login?.status === 'wait') Object.assign(login, { status: 'error', error });
  }

  /** The gateway has exchanged the code: it writes the file under a name of its own, then says so. */
  complete(state: string, { email, accessToken = 'sk-test-oauth-access' }: Person): string | null {
    const login = this.get(state);
    if (login?.status !== 'wait') return null;
    const type = fileType(login.provider);
    const name = `${type}-${email}.json`;
    this.#files.write(name, { type, email, access_token: accessToken, refresh_token: 'sk-test-oauth-refresh' });
    for (const each of this.completeTogether ? this.pending(login.provider) : [state])
      Object.assign(this.#logins.get(each) ?? {}, { status: 'ok', completedAt: this.#now() });
    return name;
  }

  cancel(state: string): boolean {
    return this.get(state)?.status === 'wait' && this.#logins.delete(state);
  }

  clear(): void {
    this.#logins.clear();
  }
}
