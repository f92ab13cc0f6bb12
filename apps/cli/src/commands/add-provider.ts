import { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { contributeProviderKeyInput, type ModelMapping, provider, providers } from '@gatehouse/contracts/provider-keys';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { readSecret, type SecretSource } from '../terminal/read-secret.ts';
import { concludeChange, confirmationWaitMs } from './entry-state.ts';
import { chooseGateway } from './gateway-choice.ts';
import { checkInput } from './input.ts';

export type AddProviderOptions = SecretSource & {
  name?: string;
  displayName?: string;
  baseUrl?: string;
  prefix?: string;
  model: string[];
  excludeModel: string[];
  gateway?: string;
};

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
  const { client } = await connect(invocation);
  const input = {
    gatewayId: await chooseGateway(client, options.gateway),
    provider: known.data,
    name,
    apiKey: await readSecret(invocation, options, `Key for ${family}`),
    baseUrl: options.baseUrl,
    prefix: options.prefix,
    models: options.model.length > 0 ? options.model.map(parseMapping) : undefined,
    excludedModels: options.excludeModel.length > 0 ? options.excludeModel : undefined,
    waitMs: confirmationWaitMs,
  };
  checkInput(contributeProviderKeyInput, input);
  const contributed = await client.providerKeys.contribute.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ providerKey: contributed });
  return concludeChange(invocation, `Provider key “${contributed.name}” (${contributed.masked})`, contributed.state);
}

async function addCustomProvider(invocation: Invocation, name: string, options: AddProviderOptions): Promise<number> {
  refuse(options.prefix, '--prefix');
  refuse(options.excludeModel[0], '--exclude-model');
  const baseUrl = needed(options.baseUrl, '--base-url');
  const models = options.model.map(parseMapping);
  const { client } = await connect(invocation);
  const input = {
    gatewayId: await chooseGateway(client, options.gateway),
    name,
    displayName: options.displayName ?? name,
    baseUrl,
    apiKey: await readSecret(invocation, options, `Key for ${name}`),
    models,
    waitMs: confirmationWaitMs,
  };
  checkInput(contributeCustomProviderInput, input);
  const contributed = await client.customProviders.contribute.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ customProvider: contributed });
  return concludeChange(invocation, `Custom provider “${contributed.name}” (${contributed.masked})`, contributed.state);
}

/** `upstream=alias`, or one id that is both. */
export function parseMapping(text: string): ModelMapping {
  const at = text.indexOf('=');
  return at === -1 ? { name: text, alias: text } : { name: text.slice(0, at), alias: text.slice(at + 1) };
}

function needed(value: string | undefined, flag: string): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw new Failure('invalid', `${flag} is missing.`, { advice: 'See: gatehouse providers add --help' });
}

function refuse(value: string | undefined, flag: string): void {
  if (value === undefined) return;
  throw new Failure('invalid', `${flag} does not apply to this provider.`, { advice: 'Leave it out.' });
}
