import {
  adoptEntriesInput,
  type GatewayEventView,
  type GatewayPlanView,
  type GatewaySnapshotView,
  ignoreEntriesInput,
  listGatewayEventsInput,
  moveGatewayInput,
  rebuildGatewayInput,
  type UnmanagedEntryView,
  undoGatewayInput,
} from '@gatehouse/contracts/gateway-upkeep';
import { type GatewayView, gatewayByIdInput } from '@gatehouse/contracts/gateways';
import type { token } from './stub-router.ts';
import { gateway } from './stub-state.ts';

const at = new Date('2026-01-02T03:04:05Z');
const entryId = '01900000-0000-7000-8000-000000000e01';

const stranger = (letter: string, more: Partial<UnmanagedEntryView> = {}): UnmanagedEntryView => ({
  key: letter.repeat(43),
  resource: 'provider-keys',
  label: 'claude key',
  masked: 'sk-t…0001',
  details: { provider: 'claude' },
  copies: 1,
  isIgnored: false,
  obstacle: null,
  caveat: null,
  takesSecret: false,
  ...more,
});

export const strangers = [
  stranger('A'),
  stranger('B', { isIgnored: true }),
  stranger('C', { resource: 'client-keys', label: 'Sentinel', obstacle: 'It is another Gatehouse’s.' }),
];

const plan: GatewayPlanView = {
  gatewayId: gateway.id,
  at,
  policy: 'repair',
  problem: null,
  resources: [
    {
      resource: 'provider-keys',
      changes: [
        { entryId, action: 'add', label: 'claude · Mine', masked: 'sk-t…3003', ownerName: 'Ada', fields: [] },
        {
          entryId,
          action: 'change',
          label: 'gemini · Bob’s',
          masked: 'AIza…0002',
          ownerName: 'Bob',
          fields: ['prefix'],
        },
      ],
      held: [
        {
          entryId,
          label: 'codex · Held',
          masked: null,
          ownerName: 'Cleo',
          status: 'conflict',
          reason: 'conflict',
          problem: null,
        },
      ],
      agreeing: 7,
      unmanaged: strangers,
    },
  ],
  accounts: {
    changes: [
      { accountId: entryId, provider: 'codex', name: 'Plus', ownerName: 'Ada', actions: ['disable'], fields: [] },
    ],
    held: [],
    agreeing: 1,
    unclaimed: [{ provider: 'claude', hint: 'a…@example.com' }],
  },
};

const view: GatewayView = {
  ...gateway,
  clientBaseUrl: null,
  version: 'v7.2.140',
  problem: null,
  checkedAt: at,
  createdAt: at,
  policy: 'repair',
  rival: null,
  restartedAt: null,
  entries: { pending: 1, applied: 8, drifted: 0, conflict: 1, rejected: 0, unknown: 0 },
  unmanaged: { 'client-keys': 1, 'provider-keys': 1, 'custom-providers': 0 },
};

const event: GatewayEventView = {
  id: entryId,
  at,
  kind: 'missing',
  entryId,
  accountId: null,
  resource: 'provider-keys',
  label: 'claude · Mine',
  action: 'repaired',
  resolvedAt: at,
  details: {},
};
export const snapshot: GatewaySnapshotView = {
  id: '01900000-0000-7000-8000-000000000501',
  resource: 'provider-keys',
  takenAt: at,
  reason: 'sync',
  entryCount: 3,
  strangerCount: 2,
};

const toConnect = {
  accountId: entryId,
  provider: 'codex',
  name: 'Plus',
  ownerName: 'Ada',
  reason: 'The credential rests at that gateway only.',
};

/** What the API says about one gateway. */
export const stubGateways = (procedure: typeof token) => ({
  plan: procedure.input(gatewayByIdInput).query(() => plan),
  unmanaged: procedure.input(gatewayByIdInput).query(() => strangers),
  events: procedure.input(listGatewayEventsInput).query(({ input }) => [event].slice(0, input.limit)),
  snapshots: procedure.input(gatewayByIdInput).query(() => [snapshot]),
  applyPlan: procedure.input(gatewayByIdInput).mutation(() => view),
  adopt: procedure.input(adoptEntriesInput).mutation(({ input }) => ({
    adopted: input.entries
      .filter(({ name }) => name !== 'Taken')
      .map(({ key, resource }) => ({ key, resource, entryId, label: 'claude key' })),
    refused: input.entries
      .filter(({ name }) => name === 'Taken')
      .map(({ key, resource }) => ({ key, resource, reason: 'Somebody has it already.' })),
  })),
  ignore: procedure.input(ignoreEntriesInput).mutation(({ input }) => ({ changed: input.entries.length })),
  unignore: procedure.input(ignoreEntriesInput).mutation(({ input }) => ({ changed: input.entries.length })),
  undo: procedure.input(undoGatewayInput).mutation(() => ({
    isChanged: true,
    resource: 'provider-keys' as const,
    strangers: 2,
    notRestored: [{ label: 'theirs', reason: 'It was deleted.' }],
  })),
  rebuild: procedure
    .input(rebuildGatewayInput)
    .mutation(() => ({ wanted: 9, confirmed: 9, problem: null, gateway: view, lost: [], accounts: [toConnect] })),
  move: procedure
    .input(moveGatewayInput)
    .mutation(() => ({ moved: 4, confirmedThere: 4, leftHere: 4, kept: [], accounts: [toConnect], problem: null })),
});
