import type { EntryEventKind, GatewayEventAction } from '@gatehouse/contracts/gateway-upkeep';
import type { Verdict } from './plan.ts';
import type { EntryUpdate } from './repository.ts';
import { type Finding, isConfirmed, isLeftAlone } from './settle.ts';

/** A difference that was not caused here, and what became of it. */
export type EntryEvent = { kind: EntryEventKind; action: GatewayEventAction };

const kinds: Record<Exclude<Verdict, 'agrees' | 'ceded'>, EntryEventKind> = {
  missing: 'missing',
  occupied: 'changed',
  differs: 'changed',
  duplicated: 'duplicated',
  lingers: 'returned',
  'not-live': 'not-live',
};

/** What to tell of an entry that had been confirmed; null for one that had not, and where nothing is different. Pure. */
export function eventOf(finding: Finding, update: EntryUpdate): EntryEvent | null {
  const { row, before } = finding;
  if (!isConfirmed(row) || before === 'agrees' || before === 'ceded') return null;
  const action = actionOf(finding, update);
  // One pass that finds it saved and not in use is an ordinary reload.
  if (before === 'not-live' && update.status === 'applied') return null;
  return { kind: kinds[before], action };
}

function actionOf({ row, after, isReportOnly }: Finding, update: EntryUpdate): GatewayEventAction {
  if (update.status === 'conflict') return 'held';
  if (update.status === 'applied') return 'repaired';
  return isLeftAlone(row, isReportOnly) && after !== 'not-live' ? 'reported' : 'repairing';
}
