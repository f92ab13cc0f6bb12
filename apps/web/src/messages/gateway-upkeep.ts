import type {
  GatewayEventAction,
  GatewayEventKind,
  GatewaySnapshotView,
  HeldEntry,
  PlanAction,
} from '@gatehouse/contracts/gateway-upkeep';
import type { GatewayHealth, GatewayKind, GatewayPolicy, Resource, RivalNotice } from '@gatehouse/contracts/gateways';

/** How a gateway stands and what follows from it. */
export const healthMeanings = {
  unknown: 'Gatehouse has not looked at this gateway yet.',
  healthy: 'The gateway answers. What people want here is written to it and read back.',
  unreachable: 'The gateway cannot be read or written. What people want is kept and written as soon as it answers.',
  'locked-out':
    'The gateway has locked this server out. Gatehouse waits, because every further try would prolong it. Nothing is lost.',
} satisfies Record<GatewayHealth, string>;

export const kindLabels = {
  cliproxyapi: 'CLIProxyAPI',
  litellm: 'LiteLLM',
} satisfies Record<GatewayKind, string>;

/** What is asked for when a gateway is connected. */
export const kindHints = {
  cliproxyapi: {
    baseUrl: 'http://127.0.0.1:8317',
    keyLabel: 'Management key',
    keyHint:
      'The gateway’s remote-management secret. It is stored encrypted. Five wrong tries lock this server out for 30 minutes.',
  },
  litellm: {
    baseUrl: 'http://127.0.0.1:4000',
    keyLabel: 'Master key',
    keyHint: 'The proxy’s master key, or an administrator’s key. It is stored encrypted.',
  },
} satisfies Record<GatewayKind, { baseUrl: string; keyLabel: string; keyHint: string }>;

export const policyLabels = {
  repair: 'Repair',
  report: 'Report only',
} satisfies Record<GatewayPolicy, string>;

export const policyMeanings = {
  repair: 'What others change about Gatehouse’s entries is put back by itself.',
  report:
    'What others change about Gatehouse’s entries is shown and left as it is until somebody applies the plan. What people newly want is written all the same.',
} satisfies Record<GatewayPolicy, string>;

export const rivalReasons = {
  sentinel:
    'It holds a key that only another Gatehouse would put there, so another installation probably manages this gateway too.',
  returns: 'Entries that Gatehouse removes keep coming back, so something else probably writes to this gateway too.',
} satisfies Record<RivalNotice['reason'], string>;

export const resourcePlurals = {
  'client-keys': 'Client keys',
  'provider-keys': 'Provider keys',
  'custom-providers': 'Custom providers',
} satisfies Record<Resource, string>;

/** What a plan does to an entry: its sign, the word in a count, and what it means. */
export const planWords = {
  add: { sign: '+', count: 'to add', meaning: 'Is not at the gateway and will be put there.' },
  change: { sign: '~', count: 'to change', meaning: 'Differs at the gateway and will be made equal.' },
  remove: { sign: '−', count: 'to remove', meaning: 'Is still at the gateway and will be taken out.' },
  clear: { sign: '~', count: 'to clear', meaning: 'Has fields that are no longer wanted; they will be taken out.' },
  collapse: { sign: '±', count: 'to collapse', meaning: 'Is there more than once; the copies will become one.' },
  reload: {
    sign: '↻',
    count: 'to reload',
    meaning: 'Is saved, but the gateway does not use it; it will be taken out and put in again.',
  },
} satisfies Record<PlanAction, { sign: string; count: string; meaning: string }>;

export const heldReasons = {
  conflict: 'It keeps changing back. Gatehouse stopped, and a person has to decide.',
  rejected: 'The gateway does not accept it.',
  policy: 'Somebody changed it, and this gateway is set to report only.',
  'not-live': 'It is saved at the gateway, but not in use yet. Gatehouse waits for the gateway to load it.',
} satisfies Record<HeldEntry['reason'], string>;

/** What happened, as the rest of a sentence that begins with the entry's name; for a gateway it stands alone. */
export const eventTexts = {
  missing: 'was taken out',
  changed: 'was changed',
  returned: 'came back after it was removed',
  duplicated: 'was put there a second time',
  'not-live': 'was no longer in use',
  'health-changed': 'Its health changed',
  'version-changed': 'Another version runs now',
  restarted: 'The gateway was started again',
  'locked-out': 'The gateway locked this server out',
  'rival-suspected': 'Another controller seems to manage this gateway',
} satisfies Record<GatewayEventKind, string>;

export const eventActionLabels = {
  repaired: 'Repaired',
  repairing: 'Being repaired',
  reported: 'Reported only',
  held: 'Held for a decision',
} satisfies Record<GatewayEventAction, string>;

export const eventActionMeanings = {
  repaired: 'Gatehouse put it back and read that back from the gateway.',
  repairing: 'Gatehouse wrote it. The gateway has not confirmed it yet.',
  reported: 'This gateway is set to report only, so it was left as it is.',
  held: 'It kept changing back, so Gatehouse stopped. A person has to decide.',
} satisfies Record<GatewayEventAction, string>;

export const snapshotReasons = {
  sync: 'Before Gatehouse wrote',
  undo: 'Before an undo',
} satisfies Record<GatewaySnapshotView['reason'], string>;

/** Names of the facts that an unmanaged entry is recognised by. */
const factLabels: Record<string, string> = {
  provider: 'Provider',
  baseUrl: 'Address',
  prefix: 'Prefix',
  models: 'Models',
  keys: 'Keys',
};

/** A name in code as words: `baseUrl` → “Base url”, unless it has words of its own. */
export function factLabel(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
  return factLabels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
