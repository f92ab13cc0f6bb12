import { z } from 'zod';
import type { KeyLimitKind } from '../client-keys/index.ts';
import { displayName, httpUrl, id } from '../fields/index.ts';

export const gatewayKinds = ['cliproxyapi', 'litellm'] as const;
export type GatewayKind = (typeof gatewayKinds)[number];
export const gatewayKind = z.enum(gatewayKinds);

/** What a gateway holds for people, and Gatehouse therefore converges. */
export const resources = ['client-keys', 'provider-keys', 'custom-providers'] as const;
export type Resource = (typeof resources)[number];

/** `pending`: not confirmed yet. `unknown`: an answer was lost, reading back. `conflict`: it keeps changing back, a person must decide. */
export const entryStatuses = ['pending', 'applied', 'drifted', 'conflict', 'rejected', 'unknown'] as const;
export type EntryStatus = (typeof entryStatuses)[number];

/** Why a gateway did not do what was asked. The sentence is made by the driver; the code is for programs. */
export const gatewayProblems = [
  'unreachable',
  'timeout',
  'unauthorized',
  'banned',
  'management_disabled',
  'remote_management_disabled',
  'version_too_old',
  'not_this_gateway',
  'unsupported',
  'refused',
  'dropped',
  'server_error',
  'unexpected_answer',
  'address_refused',
  'list_moved',
  'would_open_gateway',
  'circuit_open',
  'keeps_changing',
  'not_live',
  'changed_outside',
] as const;
export type GatewayProblemCode = (typeof gatewayProblems)[number];
export type GatewayProblem = { code: GatewayProblemCode; message: string; retryAfterSeconds?: number };

/** How one thing stands at its gateway. */
export type EntryState = {
  status: EntryStatus;
  desired: 'present' | 'absent';
  problem: GatewayProblem | null;
  /** When the gateway last confirmed it; null if never. */
  appliedAt: Date | null;
};

export const managementKey = z.string().trim().min(1, 'Enter the management key.').max(1024);

export const createGatewayInput = z.object({
  name: displayName,
  kind: gatewayKind.default('cliproxyapi'),
  /** Where Gatehouse reaches the management API. */
  baseUrl: httpUrl,
  /** Where laptops reach the gateway, if that is another address. */
  clientBaseUrl: httpUrl.optional(),
  managementKey,
});
export type CreateGatewayInput = z.infer<typeof createGatewayInput>;

export const probeGatewayInput = createGatewayInput.pick({ kind: true, baseUrl: true, managementKey: true });
export type ProbeGatewayInput = z.infer<typeof probeGatewayInput>;

/** `repair` puts back what others changed. `report` only shows it; what people newly want is written all the same. */
export const gatewayPolicies = ['repair', 'report'] as const;
export type GatewayPolicy = (typeof gatewayPolicies)[number];

/** A field that is left out stays as it is. */
export const updateGatewayInput = z.object({
  id,
  name: displayName.optional(),
  baseUrl: httpUrl.optional(),
  /** Null: the same as the base URL. */
  clientBaseUrl: httpUrl.nullable().optional(),
  managementKey: managementKey.optional(),
  policy: z.enum(gatewayPolicies).optional(),
});
export type UpdateGatewayInput = z.infer<typeof updateGatewayInput>;

export const gatewayByIdInput = z.object({ id });

export type ProbeAnswer = { ok: true; version: string; latencyMs: number } | { ok: false; problem: GatewayProblem };

export const gatewayHealths = ['unknown', 'healthy', 'unreachable', 'locked-out'] as const;
export type GatewayHealth = (typeof gatewayHealths)[number];

/**
 * Another controller seems to manage the same gateway. `sentinel`: it holds a key that only another Gatehouse would put
 * there. `returns`: what is removed keeps coming back.
 */
export type RivalNotice = { since: Date; reason: 'sentinel' | 'returns' };

/** For administrators. Members see `GatewaySummary`. */
export type GatewayView = {
  id: string;
  name: string;
  kind: GatewayKind;
  baseUrl: string;
  clientBaseUrl: string | null;
  version: string | null;
  health: GatewayHealth;
  problem: GatewayProblem | null;
  checkedAt: Date | null;
  createdAt: Date;
  policy: GatewayPolicy;
  rival: RivalNotice | null;
  /** When the gateway was started, where it tells. */
  restartedAt: Date | null;
  entries: Record<EntryStatus, number>;
  /** Entries at the gateway that are not ours and not ignored; they are shown and never touched. */
  unmanaged: Record<Resource, number>;
};
/** `baseUrl` is the clients' address. */
export type GatewaySummary = {
  id: string;
  name: string;
  kind: GatewayKind;
  baseUrl: string;
  health: GatewayHealth;
  /** What a client key can be limited in there, beyond expiry and block, which hold everywhere. */
  keyLimits: KeyLimitKind[];
};

/** One entry of a gateway's page: what Gatehouse wants there and how it stands. */
export type GatewayEntryView = {
  id: string;
  resource: Resource;
  label: string;
  ownerName: string | null;
  state: EntryState;
  generation: number;
  observedGeneration: number;
};

/**
 * Sent over the live subscription: something of this topic looks different now. `id` is the entry, the gateway, or the
 * person whose choices they are; `gatewayId` null: of no gateway.
 */
export type ChangeEvent = {
  topic:
    | 'provider-accounts'
    | 'provider-keys'
    | 'custom-providers'
    | 'client-keys'
    | 'gateways'
    | 'models'
    | 'bundle-choices'
    | 'teams';
  id: string;
  gatewayId: string | null;
};
