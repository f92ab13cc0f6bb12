import { on } from 'node:events';
import {
  pollDeviceLoginInput,
  revokeAccessTokenInput,
  startDeviceLoginInput,
} from '@gatehouse/contracts/access-tokens';
import {
  type CurrentClientKey,
  createClientKeyInput,
  revokeClientKeyInput,
  updateClientKeyInput,
} from '@gatehouse/contracts/client-keys';
import {
  type CustomProviderView,
  contributeCustomProviderInput,
  removeCustomProviderInput,
  updateCustomProviderInput,
} from '@gatehouse/contracts/custom-providers';
import { type ErrorPayload, kindOf } from '@gatehouse/contracts/errors';
import type { ChangeEvent } from '@gatehouse/contracts/gateways';
import type { ModelCatalogue } from '@gatehouse/contracts/models';
import {
  contributeProviderKeyInput,
  type ProviderKeyView,
  removeProviderKeyInput,
  updateProviderKeyInput,
} from '@gatehouse/contracts/provider-keys';
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { stubAccounts } from './stub-accounts.ts';
import { stubChoices, stubSharing } from './stub-choices.ts';
import { stubClientKey } from './stub-client-keys.ts';
import { stubGatewaySettings } from './stub-gateway-settings.ts';
import { stubGateways } from './stub-gateways.ts';
import { gateway, plainModel, type StubState } from './stub-state.ts';
import { stubTeams } from './stub-teams.ts';
import { stubUsage } from './stub-usage.ts';

export type StubContext = { state: StubState; token: string | null };

export class Refusal extends Error {
  readonly payload: ErrorPayload | null;
  constructor(payload: ErrorPayload | null) {
    super('refused by the stub');
    this.payload = payload;
  }
}

export const requestId = 'req-stub-1';
const owner = { id: '01900000-0000-7000-8000-0000000000aa', name: 'Ada' };

const t = initTRPC.context<StubContext>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter({ shape, error }) {
    const payload = error.cause instanceof Refusal ? error.cause.payload : null;
    return {
      ...shape,
      message: payload?.message ?? 'Internal error',
      data: { ...shape.data, error: payload, requestId },
    };
  },
});

export const refuse = (payload: ErrorPayload | null): never => {
  const code = payload && kindOf(payload.code) === 'unauthenticated' ? 'UNAUTHORIZED' : 'INTERNAL_SERVER_ERROR';
  throw new TRPCError({ code, cause: new Refusal(payload) });
};

export const unauthenticated: ErrorPayload = {
  code: 'unauthenticated',
  message: 'Sign in first: the access token is missing, revoked or expired.',
  details: {},
};

const anyone = t.procedure.use(({ ctx, next, path, type, getRawInput }) => {
  if (ctx.state.failure) refuse(ctx.state.failure.payload);
  if (type !== 'mutation') return next();
  return getRawInput().then((input) => {
    ctx.state.received.push({ path, input });
    return next();
  });
});

export const token = anyone.use(({ ctx, next }) => {
  if (ctx.token === null || !ctx.state.tokens.has(ctx.token)) refuse(unauthenticated);
  return next();
});

const created = {
  gatewayId: gateway.id,
  gatewayName: gateway.name,
  owner,
  createdAt: new Date('2026-01-02T00:00:00Z'),
};

function found<T extends { id: string; version: number }>(views: T[], input: { id: string; version: number }): T {
  const view = views.find(({ id }) => id === input.id);
  if (!view) return refuse({ code: 'not_found', message: 'There is no such thing.', details: { resource: 'entry' } });
  if (view.version !== input.version)
    return refuse({ code: 'edit_conflict', message: 'Somebody has changed this.', details: { version: view.version } });
  return view;
}

const metadata = { date: '2026-01-01', source: 'stub' };

const noSettings = {
  prefix: null,
  proxyUrl: null,
  headerNames: [],
  excludedModels: [],
  priority: null,
  weight: null,
  requestRetry: null,
  isCoolingDisabled: false,
};

export const stubRouter = t.router({
  auth: t.router({
    whoAmI: token.query(() => {
      const email = 'ada@example.com';
      return {
        type: 'user',
        ...owner,
        email,
        role: 'member',
        permissions: ['models:read', 'teams:read'],
        via: 'token',
      } as const;
    }),
  }),
  accessTokens: t.router({
    list: token.query(({ ctx }) => ctx.state.accessTokens),
    revoke: token.input(revokeAccessTokenInput).mutation(({ ctx, input }) => {
      ctx.state.accessTokens = ctx.state.accessTokens.filter(({ id }) => id !== input.id);
      return { revoked: true } as const;
    }),
    revokeCurrent: token.mutation(({ ctx }) => {
      ctx.state.tokens.delete(ctx.token ?? '');
      return { revoked: true } as const;
    }),
  }),
  deviceLogins: t.router({
    start: anyone.input(startDeviceLoginInput).mutation(({ ctx }) => {
      const { userCode, verificationUrl, expiresInSeconds } = ctx.state;
      const deviceCode = 'stub-device-code-0123456789';
      return { deviceCode, userCode, verificationUrl, expiresInSeconds, intervalSeconds: 0 };
    }),
    poll: anyone.input(pollDeviceLoginInput).mutation(({ ctx }) => {
      const [first, ...rest] = ctx.state.polls;
      if (rest.length > 0) ctx.state.polls = rest;
      return first ?? refuse(null);
    }),
  }),
  changes: t.router({
    onChange: token.subscription(async function* ({ ctx, signal }) {
      if (signal) for await (const [change] of on(ctx.state.changed, 'change', { signal })) yield change as ChangeEvent;
    }),
  }),
  gateways: t.router({ summaries: token.query(() => [gateway]), ...stubGateways(token) }),
  gatewaySettings: t.router(stubGatewaySettings(token)),
  providerAccounts: t.router(stubAccounts(token)),
  bundleChoices: t.router(stubChoices(token, refuse)),
  sharing: t.router(stubSharing(token)),
  teams: t.router(stubTeams(token, refuse)),
  usage: t.router(stubUsage(token)),
  models: t.router({
    list: token.query(({ ctx }): ModelCatalogue => {
      const ids = Object.keys(JSON.parse(ctx.state.bundle.files[0]?.content ?? '{}').provider.gatehouse.models);
      const place = { gatewayId: gateway.id, gatewayName: gateway.name, ownedBy: null };
      const models = ids.map((id) => ({ id, firstSeenAt: new Date(0), ...place, ...plainModel, displayName: id }));
      return { models, asOf: new Date('2026-01-02T00:00:00Z'), isStale: ctx.state.bundle.isStale, metadata };
    }),
  }),
  clientKeys: t.router({
    list: token.query(({ ctx }) => ctx.state.clientKeys),
    current: token.query(
      ({ ctx }): CurrentClientKey => ({
        key: ctx.state.currentKey,
        gateway: { ...gateway, baseUrl: ctx.state.gatewayUrl },
      }),
    ),
    create: token.input(createClientKeyInput).mutation(({ ctx, input }) => {
      ctx.state.bundleFailure = null;
      const id = `01900000-0000-7000-8000-00000000010${ctx.state.clientKeys.length}`;
      const clientKey = stubClientKey(input, { id, state: ctx.state.entryState, ...created });
      ctx.state.clientKeys.push(clientKey);
      return { key: 'sk-test-canary-of-a-new-key-0002', baseUrl: `${gateway.baseUrl}/v1`, clientKey };
    }),
    update: token.input(updateClientKeyInput).mutation(({ ctx, input }) => {
      const view = found(ctx.state.clientKeys, input);
      ctx.state.edits.push(input);
      return Object.assign(view, { isBlocked: input.isBlocked ?? view.isBlocked, version: view.version + 1 });
    }),
    revoke: token.input(revokeClientKeyInput).mutation(({ ctx, input }) => {
      if (!ctx.state.clientKeys.some((key) => key.id === input.id)) {
        refuse({ code: 'not_found', message: 'There is no such client key.', details: { resource: 'client key' } });
      }
      return { state: { ...ctx.state.entryState, desired: 'absent' as const } };
    }),
  }),
  providerKeys: t.router({
    list: token.query(({ ctx }) => ctx.state.providerKeys),
    contribute: token.input(contributeProviderKeyInput).mutation(({ ctx, input }): ProviderKeyView => {
      const id = `01900000-0000-7000-8000-00000000020${ctx.state.providerKeys.length}`;
      const { provider, name, baseUrl = null } = input;
      const view = {
        id,
        provider,
        name,
        baseUrl,
        masked: 'sk-t…3003',
        models: input.models ?? [],
        settings: { ...noSettings, headerNames: (input.headers ?? []).map((header) => header.name) },
        isDisabled: input.isDisabled ?? false,
        version: 1,
        state: ctx.state.entryState,
        ...created,
      };
      ctx.state.providerKeys.push(view);
      return view;
    }),
    update: token.input(updateProviderKeyInput).mutation(({ ctx, input }): ProviderKeyView => {
      const view = found(ctx.state.providerKeys, input);
      const headerNames = input.headers?.map((header) => header.name) ?? view.settings.headerNames;
      ctx.state.edits.push(input);
      return Object.assign(view, {
        name: input.name ?? view.name,
        isDisabled: input.isDisabled ?? view.isDisabled,
        settings: { ...view.settings, headerNames },
        version: view.version + 1,
      });
    }),
    remove: token.input(removeProviderKeyInput).mutation(({ ctx }) => ({ state: ctx.state.entryState })),
  }),
  customProviders: t.router({
    list: token.query(({ ctx }) => ctx.state.customProviders),
    contribute: token.input(contributeCustomProviderInput).mutation(({ ctx, input }): CustomProviderView => {
      const id = `01900000-0000-7000-8000-00000000030${ctx.state.customProviders.length}`;
      const { name, displayName, baseUrl, models } = input;
      const view = {
        id,
        name,
        displayName,
        baseUrl,
        models,
        masked: input.isKeyless ? '' : 'sk-t…4004',
        maskedKeys: input.isKeyless ? [] : ['sk-t…4004'],
        isKeyless: input.isKeyless ?? false,
        settings: noSettings,
        isDisabled: input.isDisabled ?? false,
        isShared: input.isShared ?? false,
        group: null,
        position: 0,
        version: 1,
        state: ctx.state.entryState,
        ...created,
      };
      ctx.state.customProviders.push(view);
      return view;
    }),
    update: token.input(updateCustomProviderInput).mutation(({ ctx, input }): CustomProviderView => {
      const view = found(ctx.state.customProviders, input);
      ctx.state.edits.push(input);
      return Object.assign(view, { isDisabled: input.isDisabled ?? view.isDisabled, version: view.version + 1 });
    }),
    remove: token.input(removeCustomProviderInput).mutation(({ ctx }) => ({ state: ctx.state.entryState })),
  }),
});
