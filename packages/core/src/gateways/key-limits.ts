import { type KeyLimitKind, keyLimitKinds } from '@gatehouse/contracts/client-keys';
import type { Capabilities } from '@gatehouse/gateways/driver';

const capabilityOf = { models: 'keyModels', budget: 'keyBudgets', rates: 'keyLimits' } as const;

/** What a client key can be limited in at a gateway that can do this. */
export const keyLimitsOf = (capabilities: Capabilities): KeyLimitKind[] =>
  keyLimitKinds.filter((kind) => capabilities[capabilityOf[kind]]);
