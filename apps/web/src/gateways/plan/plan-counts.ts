import { type GatewayPlanView, type PlanAction, planActions } from '@gatehouse/contracts/gateway-upkeep';
import { planWords } from '../../messages/gateway-upkeep.ts';

type Plan = Pick<GatewayPlanView, 'resources'>;

export const heldCount = ({ resources }: Plan): number => resources.reduce((sum, { held }) => sum + held.length, 0);

export const agreeingCount = ({ resources }: Plan): number =>
  resources.reduce((sum, { agreeing }) => sum + agreeing, 0);

/** How many changes of each sort, those without any left out. */
export function actionCounts({ resources }: Plan): { action: PlanAction; count: number }[] {
  const changes = resources.flatMap((resource) => resource.changes);
  return planActions
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0);
}

/** “2 to add, 1 to remove, 3 held”; “Nothing to do” where everything is as it should be. */
export function planSummary(plan: Plan): string {
  const held = heldCount(plan);
  const parts = actionCounts(plan).map(({ action, count }) => `${count} ${planWords[action].count}`);
  if (held > 0) parts.push(`${held} held`);
  return parts.length > 0 ? parts.join(', ') : 'Nothing to do';
}

/** Applying also lets go of what is held, so there is something to apply where only that is left. */
export const isAnythingToApply = (plan: Plan): boolean =>
  plan.resources.some(({ changes, held }) => changes.length > 0 || held.some(({ reason }) => reason !== 'not-live'));
