import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { EntryFields } from '../driver/index.ts';

const names: Record<string, string> = {
  proxyUrl: 'a proxy',
  headers: 'headers',
  priority: 'a priority',
  requestRetry: 'a number of retries',
  isCoolingDisabled: 'the cooling of a key',
  excludedModels: 'excluded models',
};

/** What an entry asks for and this driver does not write is refused, not dropped. */
export function unsupportedField(
  spec: EntryFields & { excludedModels?: string[] },
  more: readonly string[] = [],
): { ok: false; problem: GatewayProblem } | null {
  const fields = ['proxyUrl', 'headers', 'priority', 'requestRetry', 'isCoolingDisabled', ...more];
  const values: Record<string, unknown> = { ...spec };
  const found = fields.find((field) => isSet(values[field]));
  if (!found) return null;
  const message = `Gatehouse cannot set ${names[found] ?? found} at a LiteLLM gateway.`;
  return { ok: false, problem: { code: 'unsupported', message } };
}

export function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return false;
  return Array.isArray(value) || typeof value === 'object' ? Object.keys(value).length > 0 : true;
}

/** LiteLLM has no switch that all its versions know: the deployment stays, without its key and its address. */
export const disabledAs = { api_key: 'disabled', api_base: 'http://disabled.invalid' } as const;
