import {
  type AccountSettings,
  type UpdateAccountInput,
  updateAccountInput,
} from '@gatehouse/contracts/provider-accounts';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { pickAccount } from './accounts.ts';
import { concludeChange, confirmationWaitMs } from './entry-state.ts';
import { checkInput } from './input.ts';
import { editHeaders, headerFrom, whenGiven } from './provider-options.ts';

type Clearable = 'note' | 'prefix' | 'proxy' | 'priority' | 'weight' | 'excludes';

export type EditAccountOptions = {
  name?: string;
  note?: string;
  prefix?: string;
  proxyUrl?: string;
  priority?: string;
  weight?: string;
  retries?: string;
  exclude: string[];
  headerEnv: string[];
  removeHeader: string[];
  clear: Clearable[];
};

/** Changes how an account is used. What is not named stays. */
export async function editAccount(
  invocation: Invocation,
  idOrName: string,
  options: EditAccountOptions,
): Promise<number> {
  const { client } = await connect(invocation);
  const account = await pickAccount(client, idOrName);
  const given = whenGiven(options.headerEnv.map((text) => headerFrom(invocation.env, text)));
  const input: UpdateAccountInput = {
    id: account.id,
    name: options.name,
    settings: settingsFrom(options),
    headers: editHeaders(account.headerNames, given, options.removeHeader),
    waitMs: confirmationWaitMs,
  };
  if ([input.name, input.settings, input.headers].every((value) => value === undefined))
    throw new Failure('invalid', 'Say what to change.', { advice: 'See: gatehouse accounts edit --help' });
  checkInput(updateAccountInput, input);
  const providerAccount = await client.providerAccounts.update.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ providerAccount });
  return concludeChange(invocation, `Account “${providerAccount.name}” changed`, providerAccount.state);
}

const cleared: Record<Clearable, AccountSettings> = {
  note: { note: '' },
  prefix: { prefix: '' },
  proxy: { proxyUrl: '' },
  priority: { priority: 0 },
  weight: { weight: 1 },
  excludes: { excludedModels: [] },
};

function settingsFrom(options: EditAccountOptions): AccountSettings | undefined {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const settings: AccountSettings = {
    note: options.note,
    prefix: options.prefix,
    proxyUrl: options.proxyUrl,
    priority: number(options.priority),
    weight: number(options.weight),
    requestRetry: number(options.retries),
    excludedModels: whenGiven(options.exclude),
    ...Object.assign({}, ...options.clear.map((name) => cleared[name])),
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
