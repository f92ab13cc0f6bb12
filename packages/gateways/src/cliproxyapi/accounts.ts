import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { type AccountProvider, loginFlowOf } from '@gatehouse/contracts/provider-accounts';
import type {
  AccountFields,
  AccountsDriver,
  ApplyOutcome,
  LoginStart,
  LoginStatus,
  ObservedAccount,
} from '../driver/index.ts';
import type { Mutex } from '../http/mutex.ts';
import type { Management, ManagementCall, ManagementResult } from './management.ts';
import { isRecord, text } from './raw.ts';

const notFoundStatus = 404;

/** In the addresses of the login routes one provider has another name. */
const routeName = (provider: AccountProvider): string => (provider === 'claude' ? 'anthropic' : provider);

const problem = (code: GatewayProblem['code'], message: string): GatewayProblem => ({ code, message });

const unreadable = problem('unexpected_answer', 'The gateway answered with something that cannot be read.');
const nameTaken = problem('refused', 'The gateway has a credential file of this name already. Nothing was written.');
const noSuchFile = problem('dropped', 'The gateway has no such credential file any more.');

/** Credential files and logins, over the gateway's management API. */
export function accountsOf(management: Management, writing: Mutex): AccountsDriver {
  const write = (call: ManagementCall) => writing.run(async () => outcomeOf(await management.call(call)));
  return {
    list: () => list(management),
    startLogin: (provider) => startLogin(management, provider),
    completeLogin: ({ provider, ...callback }) =>
      writing.run(() => completeLogin(management, { provider: routeName(provider), ...callback })),
    loginStatus: (state) => loginStatus(management, state),
    cancelLogin: (state) => cancelLogin(management, state),
    upload: (fileName, content) => writing.run(() => upload(management, fileName, content)),
    setDisabled: (fileName, isDisabled) =>
      write({ method: 'PATCH', section: 'auth-files/status', json: { name: fileName, disabled: isDisabled } }),
    setFields: (fileName, fields) =>
      write({ method: 'PATCH', section: 'auth-files/fields', json: { name: fileName, ...wireFields(fields) } }),
    remove: (fileName) => writing.run(() => remove(management, fileName)),
  };
}

async function list(
  management: Management,
): Promise<{ ok: true; accounts: ObservedAccount[] } | { ok: false; problem: GatewayProblem }> {
  const result = await management.get('auth-files');
  if (!result.ok) return { ok: false, problem: result.problem };
  const files = isRecord(result.value) ? (result.value.files ?? []) : null;
  if (!Array.isArray(files)) return { ok: false, problem: unreadable };
  return { ok: true, accounts: files.filter(isRecord).flatMap(accountOf) };
}

function accountOf(file: Record<string, unknown>): ObservedAccount[] {
  const fileName = text(file.name);
  // Credentials without a file live in memory only: there is nothing to own or remove.
  if (fileName === '' || file.runtime_only === true) return [];
  return [
    {
      fileName,
      provider: (text(file.provider) || text(file.type)).toLowerCase(),
      authIndex: text(file.auth_index) || null,
      email: text(file.email) || null,
      health: text(file.status) || 'unknown',
      isDisabled: file.disabled === true,
      settings: {
        ...(typeof file.priority === 'number' ? { priority: file.priority } : {}),
        ...(text(file.note) === '' ? {} : { note: text(file.note) }),
        ...(typeof file.weight === 'number' ? { weight: file.weight } : {}),
        ...(typeof file.request_retry === 'number' ? { requestRetry: file.request_retry } : {}),
      },
      modifiedAt: text(file.modtime) || null,
    },
  ];
}

async function startLogin(
  management: Management,
  provider: AccountProvider,
): Promise<{ ok: true; login: LoginStart } | { ok: false; problem: GatewayProblem }> {
  const result = await management.call({ method: 'GET', section: `${routeName(provider)}-auth-url` });
  if (!result.ok) return { ok: false, problem: result.status === 500 ? providerAway : result.problem };
  const answer = isRecord(result.value) ? result.value : {};
  const [state, url] = [text(answer.state), text(answer.url)];
  if (!isState(state) || !isHttps(url)) return { ok: false, problem: unreadable };
  const userCode = loginFlowOf[provider] === 'device' ? text(answer.user_code) || null : null;
  return { ok: true, login: { state, url, userCode } };
}

const providerAway = problem('server_error', 'The gateway could not begin the login: it may not reach the provider.');
const isState = (state: string): boolean => /^[A-Za-z0-9._-]{1,128}$/.test(state);
// The address is opened in a person's browser.
const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:';

async function completeLogin(management: Management, json: Record<string, string>): Promise<ApplyOutcome> {
  const result = await management.call({ method: 'POST', section: 'oauth-callback', json, isPublic: true });
  if (!result.ok && !result.mayHaveActed && result.status !== undefined)
    return { outcome: 'rejected', problem: notWaiting, writes: 0 };
  return outcomeOf(result);
}

const notWaiting = problem('refused', 'The gateway does not wait for this answer: the login has ended, or is another.');

async function loginStatus(
  management: Management,
  state: string,
): Promise<{ ok: true; status: LoginStatus } | { ok: false; problem: GatewayProblem }> {
  // Without a state the gateway says that all is well.
  if (!isState(state)) return { ok: true, status: 'unknown' };
  const result = await management.call({ method: 'GET', section: 'get-auth-status', query: { state } });
  if (!result.ok) return { ok: false, problem: result.problem };
  const answer = isRecord(result.value) ? result.value : {};
  switch (answer.status) {
    case 'wait':
      return { ok: true, status: 'waiting' };
    case 'ok':
      return { ok: true, status: 'confirmed' };
    case 'error':
      return { ok: true, status: /unknown|expired state/i.test(text(answer.error)) ? 'unknown' : 'failed' };
  }
  return { ok: false, problem: unreadable };
}

async function cancelLogin(
  management: Management,
  state: string,
): Promise<{ ok: true; wasWaiting: boolean } | { ok: false; problem: GatewayProblem }> {
  const result = await management.call({ method: 'DELETE', section: 'oauth-session', query: { state } });
  if (!result.ok) return { ok: false, problem: result.problem };
  return { ok: true, wasWaiting: isRecord(result.value) && result.value.cancelled === true };
}

async function upload(
  management: Management,
  fileName: string,
  content: Record<string, unknown>,
): Promise<ApplyOutcome> {
  const before = await list(management);
  if (!before.ok) return { outcome: 'rejected', problem: before.problem, writes: 0 };
  if (before.accounts.some((account) => account.fileName === fileName))
    return { outcome: 'rejected', problem: nameTaken, writes: 0 };
  const call = { method: 'POST', section: 'auth-files', query: { name: fileName }, json: content } as const;
  return outcomeOf(await management.call(call));
}

async function remove(management: Management, fileName: string): Promise<ApplyOutcome> {
  const result = await management.call({ method: 'DELETE', section: 'auth-files', query: { name: fileName } });
  if (!result.ok && result.status === notFoundStatus) return { outcome: 'applied', writes: 0 };
  return outcomeOf(result);
}

function outcomeOf(result: ManagementResult): ApplyOutcome {
  if (result.ok) return { outcome: 'applied', writes: 1 };
  if (result.mayHaveActed) return { outcome: 'unknown', problem: result.problem, writes: 1 };
  return {
    outcome: 'rejected',
    problem: result.status === notFoundStatus ? noSuchFile : result.problem,
    writes: 0,
  };
}

const wireFields = (fields: AccountFields): Record<string, unknown> => ({
  ...(fields.priority === undefined ? {} : { priority: fields.priority }),
  ...(fields.note === undefined ? {} : { note: fields.note }),
  ...(fields.prefix === undefined ? {} : { prefix: fields.prefix }),
  ...(fields.proxyUrl === undefined ? {} : { proxy_url: fields.proxyUrl }),
  ...(fields.excludedModels === undefined ? {} : { excluded_models: fields.excludedModels }),
  ...(fields.weight === undefined ? {} : { weight: fields.weight }),
  ...(fields.requestRetry === undefined ? {} : { request_retry: fields.requestRetry }),
  ...(fields.headers === undefined ? {} : { headers: fields.headers }),
});
