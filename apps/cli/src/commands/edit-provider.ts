import type { Client } from '@gatehouse/client/client';
import { updateCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { type ProviderKeyView, updateProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { readSecret, type SecretSource } from '../terminal/read-secret.ts';
import { concludeChange, confirmationWaitMs } from './entry-state.ts';
import { findProvider } from './find-provider.ts';
import { checkInput } from './input.ts';
import { editHeaders, type SettingOptions, settingsFrom } from './provider-options.ts';

export type EditProviderOptions = SettingOptions &
  SecretSource & { name?: string; newKey?: boolean; removeHeader: string[]; clear: Clearable[] };

export const clearable = [
  'base-url',
  'prefix',
  'proxy',
  'headers',
  'models',
  'excludes',
  'priority',
  'weight',
] as const;
export type Clearable = (typeof clearable)[number];

/** Changes what is given and leaves the rest. */
export async function editProvider(
  invocation: Invocation,
  idOrName: string,
  options: EditProviderOptions,
): Promise<number> {
  const { client } = await connect(invocation);
  const found = await findProvider(client, idOrName);
  const { settings, version, id } = found.view;
  const given = settingsFrom(invocation, options);
  const headers = options.clear.includes('headers')
    ? []
    : editHeaders(settings.headerNames, given.headers, options.removeHeader);
  const newKey = await newKeyFrom(invocation, options);
  const input = { id, version, waitMs: confirmationWaitMs, ...given, ...cleared(options.clear), headers };
  const isNothing = options.name === undefined && newKey === undefined && isEmpty(input);
  if (isNothing) {
    throw new Failure('invalid', 'There is nothing to change.', { advice: 'See: gatehouse providers edit --help' });
  }
  if (found.kind === 'key') {
    const whole = { ...input, name: options.name, apiKey: newKey };
    checkInput(updateProviderKeyInput, whole);
    return conclude(invocation, { providerKey: await client.providerKeys.update.mutate(whole) });
  }
  refuseForCustom(options);
  const whole = {
    ...input,
    displayName: options.name,
    baseUrl: given.baseUrl,
    models: given.models,
    apiKeys: newKey === undefined ? undefined : [{ value: newKey }],
  };
  checkInput(updateCustomProviderInput, whole);
  return conclude(invocation, { customProvider: await client.customProviders.update.mutate(whole) });
}

export const enableProvider = (invocation: Invocation, idOrName: string) => switchProvider(invocation, idOrName, false);
export const disableProvider = (invocation: Invocation, idOrName: string) => switchProvider(invocation, idOrName, true);

async function switchProvider(invocation: Invocation, idOrName: string, isDisabled: boolean): Promise<number> {
  const { client } = await connect(invocation);
  const found = await findProvider(client, idOrName);
  const input = { id: found.view.id, version: found.view.version, isDisabled, waitMs: confirmationWaitMs };
  return conclude(
    invocation,
    found.kind === 'key'
      ? { providerKey: await client.providerKeys.update.mutate(input) }
      : { customProvider: await client.customProviders.update.mutate(input) },
  );
}

type CustomProvider = Awaited<ReturnType<Client['customProviders']['update']['mutate']>>;
type Changed = { providerKey: ProviderKeyView } | { customProvider: CustomProvider };

function conclude(invocation: Invocation, changed: Changed): number {
  if (invocation.terminal.isJson) invocation.terminal.json(changed);
  const view = 'providerKey' in changed ? changed.providerKey : changed.customProvider;
  const subject = `Provider “${view.name}”${view.isDisabled ? ' (switched off)' : ''}`;
  return concludeChange(invocation, subject, view.state);
}

function cleared(names: readonly Clearable[]) {
  const has = (name: Clearable) => names.includes(name);
  return {
    ...(has('base-url') ? { baseUrl: null } : {}),
    ...(has('prefix') ? { prefix: null } : {}),
    ...(has('proxy') ? { proxyUrl: null } : {}),
    ...(has('models') ? { models: [] } : {}),
    ...(has('excludes') ? { excludedModels: [] } : {}),
    ...(has('priority') ? { priority: null } : {}),
    ...(has('weight') ? { weight: null } : {}),
  };
}

function isEmpty({ id: _id, version: _version, waitMs: _waitMs, ...rest }: Record<string, unknown>): boolean {
  return Object.values(rest).every((value) => value === undefined);
}

async function newKeyFrom(invocation: Invocation, options: EditProviderOptions): Promise<string | undefined> {
  const isGiven = options.newKey || options.keyStdin || options.keyEnv !== undefined;
  return isGiven ? readSecret(invocation, options, 'The new key') : undefined;
}

function refuseForCustom(options: EditProviderOptions): void {
  const foreign: [string, boolean][] = [
    ['--proxy-url', options.proxyUrl !== undefined || options.proxyEnv !== undefined],
    ['--exclude', options.exclude.length + options.excludeModel.length > 0],
    ['--weight', options.weight !== undefined],
    [
      'This --clear',
      options.clear.some((name) => ['base-url', 'proxy', 'models', 'excludes', 'weight'].includes(name)),
    ],
  ];
  const [first] = foreign.filter(([, isGiven]) => isGiven);
  if (!first) return;
  throw new Failure('invalid', `${first[0]} does not apply to a custom provider.`, { advice: 'Leave it out.' });
}
