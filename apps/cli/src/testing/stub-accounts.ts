import {
  connectByIdInput,
  importAccountInput,
  listUnclaimedInput,
  type ProviderAccountView,
  removeAccountInput,
  startConnectInput,
  updateAccountInput,
} from '@gatehouse/contracts/provider-accounts';
import type { token } from './stub-router.ts';
import { gateway } from './stub-state.ts';

const connectId = '01900000-0000-7000-8000-000000000c01';
const expiresAt = new Date('2099-01-01T00:00:00Z');

/** Accounts as the server answers them: a device login is connected when it is asked for the first time. */
export const stubAccounts = (procedure: typeof token) => ({
  listUnclaimed: procedure.input(listUnclaimedInput).query(({ input }) => ({
    accounts: ['one', 'other'].map((name) => ({
      gatewayId: gateway.id,
      gatewayName: name,
      fileId: name,
      provider: 'claude',
      hint: 'a…@example.com',
      isDisabled: false,
      candidates: [{ id: gateway.id, name: 'Ada' }],
    })),
    unasked: input.gatewayId ? [] : [{ gatewayId: gateway.id, gatewayName: 'third', reason: 'It does not answer.' }],
  })),
  list: procedure.query(({ ctx }) => ctx.state.accounts),
  startConnect: procedure.input(startConnectInput).mutation(({ input: { provider } }) => ({
    ...connect(provider, 'open'),
    flow: 'device' as const,
    url: 'https://provider.example.com/device',
    userCode: 'ABCD-1234',
  })),
  connectStatus: procedure.input(connectByIdInput).query(({ ctx }) => connect('kimi', ctx.state.accountOutcome)),
  import: procedure.input(importAccountInput).mutation(({ ctx, input: { provider, name } }): ProviderAccountView => {
    const view: ProviderAccountView = {
      id: `01900000-0000-7000-8000-00000000040${ctx.state.accounts.length}`,
      gatewayId: gateway.id,
      gatewayName: gateway.name,
      provider,
      name,
      isDisabled: false,
      settings: {},
      headerNames: [],
      health: 'active',
      owner: null,
      createdAt: new Date('2026-01-02T03:04:05Z'),
      state: ctx.state.entryState,
    };
    ctx.state.accounts.push(view);
    return view;
  }),
  update: procedure.input(updateAccountInput).mutation(({ ctx, input }): ProviderAccountView => {
    const view = ctx.state.accounts.find(({ id }) => id === input.id);
    if (!view) throw new Error('The stub has no such account.');
    return Object.assign(view, {
      isDisabled: input.isDisabled ?? view.isDisabled,
      settings: { ...view.settings, ...input.settings },
      headerNames: input.headers?.map(({ name }) => name) ?? view.headerNames,
    });
  }),
  remove: procedure.input(removeAccountInput).mutation(({ ctx }) => ({ state: ctx.state.entryState })),
});

const connect = (provider: string, status: 'open' | 'connected' | 'unclaimed' | 'failed') => ({
  id: connectId,
  gatewayId: gateway.id,
  provider,
  status,
  problem: status === 'failed' ? ('declined' as const) : null,
  accountId: null,
  expiresAt,
});
