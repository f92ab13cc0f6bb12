import type { HeaderEdit, ModelMapping } from '@gatehouse/contracts/provider-keys';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { readVariable } from '../terminal/read-secret.ts';

/** Options that `providers add` and `providers edit` have alike. */
export type SettingOptions = {
  baseUrl?: string;
  prefix?: string;
  proxyUrl?: string;
  proxyEnv?: string;
  headerEnv: string[];
  model: string[];
  exclude: string[];
  excludeModel: string[];
  priority?: string;
  weight?: string;
};

export const whenGiven = <T>(list: readonly T[]): T[] | undefined => (list.length > 0 ? [...list] : undefined);

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** What the options say, as the server takes it; what was not given is undefined. */
export function settingsFrom({ env }: Invocation, options: SettingOptions) {
  return {
    baseUrl: options.baseUrl,
    prefix: options.prefix,
    proxyUrl: proxyFrom(env, options),
    headers: whenGiven(options.headerEnv.map((text) => headerFrom(env, text))),
    models: whenGiven(options.model.map(parseMapping)),
    excludedModels: whenGiven([...options.exclude, ...options.excludeModel]),
    priority: numberOf(options.priority),
    weight: numberOf(options.weight),
  };
}

/** `upstream=alias`, or one id that is both. */
export function parseMapping(text: string): ModelMapping {
  const at = text.indexOf('=');
  return at === -1 ? { name: text, alias: text } : { name: text.slice(0, at), alias: text.slice(at + 1) };
}

/** The headers that are there, without those removed, and with those given; values that are not given stay. */
export function editHeaders(
  names: readonly string[],
  given: readonly HeaderEdit[] | undefined,
  removed: readonly string[],
): HeaderEdit[] | undefined {
  if (given === undefined && removed.length === 0) return undefined;
  const replaced = new Set([...(given ?? []).map(({ name }) => name), ...removed].map((name) => name.toLowerCase()));
  return [...names.filter((name) => !replaced.has(name.toLowerCase())).map((name) => ({ name })), ...(given ?? [])];
}

/** `name=variable`: the value is read from the environment, so that it is in no list of processes. */
export function headerFrom(env: NodeJS.ProcessEnv, text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at > 0) return { name: text.slice(0, at), value: readVariable(env, text.slice(at + 1), '--header-env') };
  throw new Failure('invalid', '--header-env takes the header and the variable that holds its value.', {
    advice: 'For example: --header-env X-Team=TEAM_HEADER',
  });
}

function proxyFrom(env: NodeJS.ProcessEnv, { proxyUrl, proxyEnv }: SettingOptions): string | undefined {
  if (proxyEnv !== undefined) return readVariable(env, proxyEnv, '--proxy-env');
  if (proxyUrl?.includes('@')) {
    throw new Failure('invalid', 'A proxy’s password is never taken from the command line.', {
      advice: 'Put the whole address into an environment variable and name it with --proxy-env.',
    });
  }
  return proxyUrl;
}
