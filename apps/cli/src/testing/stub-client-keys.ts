import type { ClientKeyView, CreateClientKeyInput } from '@gatehouse/contracts/client-keys';

type Facts = Pick<ClientKeyView, 'id' | 'gatewayId' | 'gatewayName' | 'owner' | 'createdAt' | 'state'>;

/** The view of a key that was just created. */
export const stubClientKey = (input: CreateClientKeyInput, facts: Facts): ClientKeyView => ({
  ...facts,
  name: input.name,
  masked: 'sk-…0002',
  limits: {
    models: input.models ?? null,
    maxBudget: input.maxBudget ?? null,
    budgetDuration: input.budgetDuration ?? null,
    rpmLimit: input.rpmLimit ?? null,
    tpmLimit: input.tpmLimit ?? null,
  },
  expiresAt: input.expiresAt ?? null,
  isExpired: false,
  isBlocked: false,
  limitsSetBy: null,
  team: input.teamId === undefined ? null : { id: input.teamId, name: 'Platform' },
  version: 1,
  revokedAt: null,
});
