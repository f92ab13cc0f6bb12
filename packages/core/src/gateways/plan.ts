import type {
  GatewayPlanView,
  HeldEntry,
  PlanAction,
  PlannedChange,
  ResourcePlan,
} from '@gatehouse/contracts/gateway-upkeep';
import type { GatewayPolicy } from '@gatehouse/contracts/gateways';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import {
  differingFields,
  type GatewayLook,
  isLeftAlone,
  type Look,
  lookAtGateway,
  unmanagedView,
  type Verdict,
} from '../gateway-sync/index.ts';
import { type EntryFacts, selectEntryFacts } from './entry-facts.ts';

/** What a run would do now: reads the gateway, plans as a run does, and writes nothing. */
export async function planGateway(ctx: Context, input: { id: string }): Promise<GatewayPlanView> {
  permit(ctx, 'gateways:read');
  const look = await lookAtGateway(ctx, input.id, undefined, true);
  const view = { gatewayId: input.id, at: new Date(), policy: look.policy };
  if (!look.ok) return { ...view, problem: look.problem, resources: [], accounts: null };
  const facts = await selectEntryFacts(ctx.db, look.looks.flatMap(unequalIds));
  return {
    ...view,
    problem: null,
    resources: look.looks.map((one) => resourcePlan(one, look, facts)),
    accounts: look.accounts,
  };
}

const unequalIds = ({ plan }: Look): string[] =>
  [...plan.verdicts].flatMap(([id, verdict]) => (verdict === 'agrees' || verdict === 'ceded' ? [] : [id]));

/** A removal that was confirmed has nothing that could agree. */
const isThereAsWanted =
  ({ plan }: Look) =>
  ({ id, desired }: Look['entries'][number]): boolean =>
    desired === 'present' && plan.verdicts.get(id) === 'agrees';

type Facts = ReadonlyMap<string, EntryFacts>;

function resourcePlan(look: Look, { driver, ignored, policy }: GatewayLook & { ok: true }, facts: Facts): ResourcePlan {
  const unequal = unequalIds(look);
  const acting = new Set(look.plan.changes.map(({ naturalKey }) => naturalKey));
  const changes: PlannedChange[] = [];
  const held: HeldEntry[] = [];
  const details = detailsOf(look);
  for (const id of unequal) {
    const found = details(id);
    if (!found) continue;
    const named = { entryId: id, ...(facts.get(id) ?? nameless) };
    const naturalKey =
      found.seen?.naturalKey ?? (found.entry.spec && driver.naturalKey(look.resource, found.entry.spec));
    if (naturalKey && acting.has(naturalKey)) changes.push({ ...named, ...actionOf(found) });
    else held.push({ ...named, ...reasonOf(found, policy) });
  }
  return {
    resource: look.resource,
    changes,
    held,
    agreeing: look.entries.filter(isThereAsWanted(look)).length,
    unmanaged: look.plan.unmanaged.map((stranger) => unmanagedView(driver, look.resource, stranger, ignored)),
  };
}

const nameless: EntryFacts = { label: 'Removed', masked: null, ownerName: null };

type Found = NonNullable<ReturnType<ReturnType<typeof detailsOf>>>;

function detailsOf(look: Look) {
  const entries = new Map(look.entries.map((entry) => [entry.id, entry]));
  const rows = new Map(look.rows.map((row) => [row.id, row]));
  return (id: string) => {
    const [entry, row, verdict] = [entries.get(id), rows.get(id), look.plan.verdicts.get(id)];
    return entry && row && verdict ? { entry, row, verdict, seen: look.seen.get(entry.keyHmac) } : null;
  };
}

const actions: Record<Exclude<Verdict, 'agrees' | 'ceded' | 'differs' | 'occupied'>, PlanAction> = {
  missing: 'add',
  lingers: 'remove',
  duplicated: 'collapse',
  'not-live': 'reload',
};

function actionOf({ entry, verdict, seen }: Found): Pick<PlannedChange, 'action' | 'fields'> {
  if (verdict === 'agrees' || verdict === 'ceded' || verdict === 'occupied') return { action: 'change', fields: [] };
  if (verdict !== 'differs') return { action: actions[verdict], fields: [] };
  const changed = seen && entry.spec ? differingFields(seen.spec, entry.spec) : [];
  if (changed.length > 0) return { action: 'change', fields: changed };
  const own = Object.keys(entry.base ?? {}).filter((field) => !(field in (entry.spec ?? {})));
  return { action: 'clear', fields: own.filter((field) => seen !== undefined && field in seen.spec) };
}

function reasonOf(
  { entry, row, verdict }: Found,
  policy: GatewayPolicy,
): Pick<HeldEntry, 'status' | 'reason' | 'problem'> {
  const held = { status: row.status, problem: row.problem as HeldEntry['problem'] };
  if (row.status === 'rejected') return { ...held, reason: 'rejected' };
  if (row.status === 'conflict') return { ...held, reason: 'conflict' };
  if (verdict === 'not-live') return { ...held, reason: 'not-live' };
  if (isLeftAlone(row, policy === 'report')) return { ...held, reason: 'policy' };
  return { ...held, reason: entry.isHeld ? 'conflict' : 'rejected' };
}
