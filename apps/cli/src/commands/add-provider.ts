import { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { contributeProviderKeyInput, provider, providers } from '@gatehouse/contracts/provider-keys';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { readSecret, type SecretSource } from '../terminal/read-secret.ts';
import { concludeChange, confirmationWaitMs } from './entry-state.ts';
import { chooseGateway } from './gateway-choice.ts';
import { checkInput } from './input.ts';
import { type SettingOptions, settingsFrom } from './provider-options.ts';

export type AddProviderOptions = SecretSource &
  SettingOptions & { name?: string; displayName?: string; disabled?: boolean; keyless?: boolean; gateway?: string };

export async function addProvider(
  invocation: Invocation,
  family: string,
  options: AddProviderOptions,
): Promise<number> {
  const name = needed(options.name, '--name');
  if (family === 'custom') return addCustomProvider(invocation, name, options);
  const known = provider.safeParse(family);
  if (!known.success) {
    throw new Failure('invalid', `“${family}” is not a provider that can be added.`, {
      advice: `Choose one of: ${[...providers, 'custom'].join(', ')}`,
    });
  }
  refuse(options.displayName, '--display-name');
  refuse(options.keyless, '--keyless');
  const { client } = await connect(invocation);
  const input = {
    gatewayId: await chooseGateway(client, options.gateway),
    provider: known.data,
    name,
    apiKey: await readSecret(invocation, options, `Key for ${family}`),
    ...settingsFrom(invocation, options),
    isDisabled: options.disabled,
    waitMs: confirmationWaitMs,
  };
  checkInput(contributeProviderKeyInput, input);
  const contributed = await client.providerKeys.contribute.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ providerKey: contributed });
  return concludeChange(invocation, `Provider key “${contributed.name}” (${contributed.masked})`, contributed.state);
}

async function addCustomProvider(invocation: Invocation, name: string, options: AddProviderOptions): Promise<number> {
  refuse(options.exclude[0] ?? options.excludeModel[0], '--exclude');
  refuse(options.proxyUrl ?? options.proxyEnv, '--proxy-url');
  refuse(options.weight, '--weight');
  const baseUrl = needed(options.baseUrl, '--base-url');
  const { headers, prefix, priority, models = [] } = settingsFrom(invocation, options);
  const { client } = await connect(invocation);
  const input = {
    gatewayId: await chooseGateway(client, options.gateway),
    name,
    displayName: options.displayName ?? name,
    baseUrl,
    apiKey: options.keyless ? undefined : await readSecret(invocation, options, `Key for ${name}`),
    isKeyless: options.keyless,
    isDisabled: options.disabled,
    models,
    headers,
    prefix,
    priority,
    waitMs: confirmationWaitMs,
  };
  checkInput(contributeCustomProviderInput, input);
  const contributed = await client.customProviders.contribute.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ customProvider: contributed });
  return concludeChange(
    invocation,
    `Custom provider “${contributed.name}” (${contributed.masked || 'keyless'})`,
    contributed.state,
  );
}

function needed(value: string | undefined, flag: string): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw new Failure('invalid', `${flag} is missing.`, { advice: 'See: gatehouse providers add --help' });
}

function refuse(value: string | boolean | undefined, flag: string): void {
  if (value === undefined) return;
  throw new Failure('invalid', `${flag} does not apply to this provider.`, { advice: 'Leave it out.' });
}
