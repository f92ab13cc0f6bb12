import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AccessTokenView, DeviceLoginPoll } from '@gatehouse/contracts/access-tokens';
import type { Bundle } from '@gatehouse/contracts/bundles';
import type { ClientKeyView } from '@gatehouse/contracts/client-keys';
import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import type { ErrorPayload } from '@gatehouse/contracts/errors';
import type { EntryState } from '@gatehouse/contracts/gateways';
import type { ModelMetadata } from '@gatehouse/contracts/models';
import type { ProviderAccountView } from '@gatehouse/contracts/provider-accounts';
import type { ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import type { TeamView } from '@gatehouse/contracts/teams';
import type { UsageSummaryQuery } from '@gatehouse/contracts/usage';
import { newStubChoices, type StubChoices } from './stub-choices-state.ts';
import { stubTeam } from './stub-teams.ts';

export const gateway = {
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Main',
  kind: 'cliproxyapi',
  baseUrl: 'http://127.0.0.1:8317',
  health: 'healthy',
  keyLimits: ['models', 'budget', 'rates'],
} as const;

/** All that is known of a model of which nothing but the id is known. */
export const plainModel: Omit<ModelMetadata, 'displayName'> & { overridden: [] } = {
  kind: 'chat',
  inputModalities: ['text'],
  outputModalities: ['text'],
  contextLimit: null,
  outputLimit: null,
  hasReasoning: false,
  hasTools: true,
  price: null,
  overridden: [],
};

export const applied: EntryState = {
  status: 'applied',
  desired: 'present',
  problem: null,
  appliedAt: new Date('2026-01-02T03:04:05Z'),
};

/** What the stub answers; tests change it. */
export type StubState = {
  tokens: Set<string>;
  /** Answers to polls, in order; the last one stays. */
  polls: DeviceLoginPoll[];
  userCode: string;
  verificationUrl: string;
  expiresInSeconds: number;
  clientKeys: ClientKeyView[];
  /** In clear: what `gatehouse token` prints. */
  currentKey: string;
  providerKeys: ProviderKeyView[];
  accounts: ProviderAccountView[];
  accountOutcome: 'connected' | 'unclaimed' | 'failed';
  /** Inputs of edits, in their order. */
  edits: Record<string, unknown>[];
  choices: StubChoices;
  teams: TeamView[];
  customProviders: CustomProviderView[];
  /** Of OpenCode; the other formats by the placement of the key. */
  bundle: Bundle;
  bundles: Record<string, (placement: string) => Bundle>;
  /** Of the gateway whose key is current. */
  gatewayUrl: string;
  accessTokens: AccessTokenView[];
  /** Emits `change` for what those who follow are told. */
  changed: EventEmitter;
  /** Answered instead of a bundle. */
  bundleFailure: ErrorPayload | null;
  entryState: EntryState;
  /** Answered to every procedure; null in `payload` stands for an unforeseen error. */
  failure: { payload: ErrorPayload | null } | null;
  /** Inputs of the mutations that came in, by procedure. */
  received: { path: string; input: unknown }[];
  bundleAnswers: number[];
  /** What was asked of usage. */
  asked: UsageSummaryQuery[];
};

export const newStubState = (): StubState => ({
  tokens: new Set(['ghc_test-token-of-the-person']),
  polls: [{ status: 'approved', token: 'ghc_test-token-of-the-person', expiresAt: new Date('2027-01-01T00:00:00Z') }],
  userCode: 'BCDF-GHJK',
  verificationUrl: 'http://127.0.0.1/device?code=BCDF-GHJK',
  expiresInSeconds: 600,
  clientKeys: [],
  currentKey: 'sk-gh-test-canary-of-the-current-key-1',
  providerKeys: [],
  accounts: [],
  accountOutcome: 'connected',
  edits: [],
  choices: newStubChoices(),
  teams: [structuredClone(stubTeam)],
  customProviders: [],
  bundle: bundleOf(['glm-4.6', 'claude-sonnet-4-5'], 'sk-test-canary-of-the-client-0001'),
  bundles: {},
  gatewayUrl: 'http://127.0.0.1:8317',
  accessTokens: [],
  changed: new EventEmitter(),
  bundleFailure: null,
  entryState: applied,
  failure: null,
  received: [],
  bundleAnswers: [],
  asked: [],
});

export function bundleOf(models: string[], apiKey: string): Bundle {
  const content = {
    $schema: 'https://opencode.ai/config.json',
    model: `gatehouse/${models[0]}`,
    provider: {
      gatehouse: {
        npm: '@ai-sdk/openai-compatible',
        name: gateway.name,
        options: { baseURL: `${gateway.baseUrl}/v1`, apiKey },
        models: Object.fromEntries(models.map((model) => [model, { name: model }])),
      },
    },
  };
  const file = {
    path: 'opencode/opencode.json',
    syntax: 'jsonc' as const,
    isWhole: false,
    managed: [['provider', 'gatehouse']],
    suggested: [['$schema'], ['model']],
    content: `${JSON.stringify(content, null, 2)}\n`,
    isSecret: true,
  };
  const revision = createHash('sha256').update(JSON.stringify(file)).digest('hex');
  const { id, name, baseUrl } = gateway;
  return {
    format: 'opencode',
    revision,
    gateway: { id, name, baseUrl },
    files: [file],
    notes: [],
    pendingNotes: [],
    isStale: false,
    modelCount: models.length,
  };
}
