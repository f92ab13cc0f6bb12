import type {
  CreateClientKeyInput,
  KeyLimitKind,
  KeyLimits,
  UpdateClientKeyInput,
} from '@gatehouse/contracts/client-keys';
import type { ClientKeySpec } from '@gatehouse/gateways/driver';
import { fail } from '../errors/index.ts';

const unlimited: KeyLimits = { models: null, maxBudget: null, budgetDuration: null, rpmLimit: null, tpmLimit: null };

/** From a row; one that was written before there were limits has none. */
export const limitsFrom = (stored: Record<string, unknown>): KeyLimits => ({ ...unlimited, ...stored });

/** What a row shows of a spec. */
export const limitsOf = (spec: Omit<ClientKeySpec, 'key'>): KeyLimits => ({
  models: spec.models ?? null,
  maxBudget: spec.maxBudget ?? null,
  budgetDuration: spec.maxBudget === undefined ? null : (spec.budgetDuration ?? null),
  rpmLimit: spec.rpmLimit ?? null,
  tpmLimit: spec.tpmLimit ?? null,
});

type Given = Pick<UpdateClientKeyInput, keyof KeyLimits>;

export const givenLimits = (input: CreateClientKeyInput | UpdateClientKeyInput): Given => ({
  models: input.models,
  maxBudget: input.maxBudget,
  budgetDuration: input.budgetDuration,
  rpmLimit: input.rpmLimit,
  tpmLimit: input.tpmLimit,
});

/** Throws `invalid_input` for a period without an amount. Without a budget there is no period either. */
export function editedLimits(current: KeyLimits, given: Given): KeyLimits {
  const next = { ...current };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) Object.assign(next, { [name]: value });
  if (next.maxBudget !== null) return next;
  if (given.budgetDuration) throw invalid('maxBudget', 'Say how much may be spent in this period.');
  return { ...next, budgetDuration: null };
}

export const invalid = (field: string, message: string) =>
  fail('invalid_input', message, { fields: { [field]: [message] }, form: [] });

const limitNames = { models: 'models', budget: 'a budget', rates: 'a rate' } as const;

const kindOf: Record<keyof KeyLimits, KeyLimitKind> = {
  models: 'models',
  maxBudget: 'budget',
  budgetDuration: 'budget',
  rpmLimit: 'rates',
  tpmLimit: 'rates',
};

/** Throws `key_limits_unsupported` for what is asked of a gateway that cannot hold it. */
export function checkSupported(gatewayName: string, supported: readonly KeyLimitKind[], given: Given): void {
  const asked = (Object.keys(kindOf) as (keyof KeyLimits)[]).filter((name) => given[name] != null);
  const missing = [...new Set(asked.map((name) => kindOf[name]))].filter((kind) => !supported.includes(kind));
  if (missing.length === 0) return;
  const what = missing.map((kind) => limitNames[kind]).join(' and ');
  throw fail(
    'key_limits_unsupported',
    `Gateway “${gatewayName}” cannot limit a client key to ${what}. Leave that out, or use a gateway that can. Expiry and block work at every gateway.`,
    { gateway: gatewayName, limits: missing },
  );
}

type Shown = KeyLimits & { name: string; expiresAt: Date | null; isBlocked: boolean; team: string | null };

/** For the audit log: what an edit changed, before and after. */
export function changesBetween(before: Shown, after: Shown): Record<string, string | number | boolean | null> {
  const facts: Record<string, string | number | boolean | null> = {};
  for (const name of Object.keys(after) as (keyof Shown)[]) {
    const [old, now] = [plain(before[name]), plain(after[name])];
    if (old === now) continue;
    facts[name] = now;
    facts[`${name}Before`] = old;
  }
  return facts;
}

function plain(value: Shown[keyof Shown]): string | number | boolean | null {
  if (Array.isArray(value)) return value.join(', ');
  return value instanceof Date ? value.toISOString() : value;
}
