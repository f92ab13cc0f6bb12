import type { Resource } from '@gatehouse/contracts/gateways';
import type { Change, Observation, ObservedEntry, SpecOf } from '@gatehouse/gateways/driver';

/** One row of desired state, opened. */
export type DesiredEntry<R extends Resource = Resource> = {
  id: string;
  /** HMAC of the natural key, as hex: how an observed entry is recognised without keeping its key. */
  keyHmac: string;
  desired: 'present' | 'absent';
  /** Null only for a removal that was confirmed before. */
  spec: SpecOf[R] | null;
  /** What was last confirmed at the gateway: fields in it that `spec` no longer has were ours and are to go. */
  base: SpecOf[R] | null;
  /** Nothing by this key was ever confirmed there, present or absent. */
  isNew?: boolean;
  /** A person has to decide or change something first; compared, never acted upon. */
  isHeld: boolean;
  /** It was there for several runs and the data plane never loaded it. */
  isStuck: boolean;
};

/** How entries are recognised: the gateway's natural key of a spec, and the HMAC of a natural key as hex. */
export type Identity<R extends Resource> = {
  naturalKey(spec: SpecOf[R]): string;
  hmac(naturalKey: string): string;
  /** The same of what was seen, where it is kept with it. */
  hmacOf?(seen: ObservedEntry<R>): string;
  /** Whether who wants `spec` knows the secret of what stands there. Left out: the natural key holds the secret. */
  isProven?(spec: SpecOf[R], seen: SpecOf[R]): boolean;
  /** The gateway's own comparison. Left out: every field of the spec must be equal in what was seen. */
  agrees?(seen: ObservedEntry<R>, spec: SpecOf[R]): boolean;
};

/**
 * `agrees`: the gateway is as desired. `ceded`: so it is, only a stranger stands there that nobody wants. `occupied`: by a
 * stranger, and somebody wants it. Everything else is a difference.
 */
export type Verdict = 'agrees' | 'ceded' | 'occupied' | 'not-live' | 'missing' | 'differs' | 'duplicated' | 'lingers';

export type Plan<R extends Resource = Resource> = {
  changes: Change<R>[];
  /** By entry id; one for each desired entry. */
  verdicts: Map<string, Verdict>;
  unmanaged: Stranger<R>[];
};

/** At the gateway and of nobody here: shown, never touched. */
export type Stranger<R extends Resource = Resource> = ObservedEntry<R> & { keyHmac: string };

/**
 * What makes the gateway equal to the desired entries: a three-way merge of desired, observed and base, field by field.
 * Pure. Strangers appear in no change; applying the changes and planning again gives none.
 */
export function plan<R extends Resource>(
  desired: readonly DesiredEntry<R>[],
  observed: Observation<R>,
  identity: Identity<R>,
): Plan<R> {
  const byKey = new Map(
    observed.entries.map((entry) => [identity.hmacOf?.(entry) ?? identity.hmac(entry.naturalKey), entry]),
  );
  const ours = new Set<string>();
  const changes: Change<R>[] = [];
  const verdicts = new Map<string, Verdict>();
  for (const entry of desired) {
    const seen = byKey.get(entry.keyHmac);
    if (seen && agreeing.get(entry) === seen) {
      ours.add(entry.keyHmac);
      verdicts.set(entry.id, 'agrees');
      continue;
    }
    if (!seen || !isStrangers(entry, seen, identity)) ours.add(entry.keyHmac);
    const verdict = judge(entry, seen, identity);
    verdicts.set(entry.id, verdict);
    if (seen && verdict === 'agrees' && !identity.agrees) agreeing.set(entry, seen);
    const change = entry.isHeld ? null : changeFor(entry, seen, verdict, identity);
    if (change) changes.push(change);
  }
  const unmanaged = [...byKey].filter(([key]) => !ours.has(key)).map(([keyHmac, entry]) => ({ ...entry, keyHmac }));
  return { changes, verdicts, unmanaged };
}

/** What was found to agree still does where both are the same objects; nobody changes them. */
const agreeing = new WeakMap<DesiredEntry, ObservedEntry>();

function judge<R extends Resource>(
  entry: DesiredEntry<R>,
  seen: ObservedEntry<R> | undefined,
  identity: Identity<R>,
): Verdict {
  const isTheirs = seen !== undefined && isStrangers(entry, seen, identity);
  if (entry.desired === 'absent') return isTheirs ? 'ceded' : seen ? 'lingers' : 'agrees';
  if (!seen) return 'missing';
  if (isTheirs) return 'occupied';
  if (seen.copies > 1) return 'duplicated';
  if (entry.spec === null || !isAsWanted(seen, entry.spec, identity) || clearedFields(entry, seen).length > 0)
    return 'differs';
  return seen.isLive === false ? 'not-live' : 'agrees';
}

const isAsWanted = <R extends Resource>(seen: ObservedEntry<R>, spec: SpecOf[R], identity: Identity<R>): boolean =>
  identity.agrees ? identity.agrees(seen, spec) : holds(seen.spec, spec);

function changeFor<R extends Resource>(
  entry: DesiredEntry<R>,
  seen: ObservedEntry<R> | undefined,
  verdict: Verdict,
  identity: Identity<R>,
): Change<R> | null {
  if (
    verdict === 'agrees' ||
    verdict === 'ceded' ||
    verdict === 'occupied' ||
    (verdict === 'not-live' && !entry.isStuck)
  )
    return null;
  if (entry.desired === 'absent') return seen ? { kind: 'ensure-absent', naturalKey: seen.naturalKey } : null;
  if (entry.spec === null) return null;
  return {
    kind: 'ensure-present',
    naturalKey: identity.naturalKey(entry.spec),
    spec: entry.spec,
    clear: seen ? clearedFields(entry, seen) : [],
    ...(verdict === 'not-live' ? { isStuck: true } : {}),
  };
}

/** Nothing of ours was ever confirmed there, and neither what is wanted nor what was knows the secret of what stands there. */
const isStrangers = <R extends Resource>(
  { base, spec, isNew }: DesiredEntry<R>,
  seen: ObservedEntry<R>,
  identity: Identity<R>,
): boolean =>
  isNew === true && spec !== null && [spec, base ?? spec].every((own) => identity.isProven?.(own, seen.spec) === false);

/** Fields that were ours at the last confirmation, are not any more, and are still there. */
function clearedFields<R extends Resource>(
  entry: DesiredEntry<R>,
  seen: ObservedEntry<R>,
): (keyof SpecOf[R] & string)[] {
  if (!entry.base || !entry.spec) return [];
  const { spec } = entry;
  return (Object.keys(entry.base) as (keyof SpecOf[R] & string)[]).filter(
    (field) => spec[field] === undefined && seen.spec[field] !== undefined,
  );
}

/** Whether every field that the spec has is the same in what was seen; other fields are not ours. */
const holds = (seen: object, spec: object): boolean => differingFields(seen, spec).length === 0;

export const differingFields = (seen: object, spec: object): string[] =>
  Object.entries(spec)
    .filter(([field, value]) => value !== undefined && !isEqual((seen as Record<string, unknown>)[field], value))
    .map(([field]) => field);

function isEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((value, index) => isEqual(value, right[index]));
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const [leftKeys, rightKeys] = [Object.keys(left), Object.keys(right)];
  return leftKeys.length === rightKeys.length && holds(left, right);
}
