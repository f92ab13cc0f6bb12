import { type GatewayPlanView, type PlanAction, planActions } from '@gatehouse/contracts/gateway-upkeep';
import { planWords } from '../../messages/gateway-upkeep.ts';

type Plan = Pick<GatewayPlanView, 'resources'> & { accounts?: GatewayPlanView['accounts'] };

export const heldCount = ({ resources }: Plan): number => resources.reduce((sum, { held }) => sum + held.length, 0);

export const agreeingCount = ({ resources, accounts }: Plan): number =>
  resources.reduce((sum, { agreeing }) => sum + agreeing, accounts?.agreeing ?? 0);

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
  const ofAccounts = (plan.accounts?.changes.length ?? 0) + (plan.accounts?.held.length ?? 0);
  if (ofAccounts > 0) parts.push(ofAccounts === 1 ? '1 account' : `${ofAccounts} accounts`);
  return parts.length > 0 ? parts.join(', ') : 'Nothing to do';
}

/** Applying also lets go of what is held, so there is something to apply where only that is left. */
export const isAnythingToApply = (plan: Plan): boolean =>
  (plan.accounts?.changes.length ?? 0) > 0 ||
  (plan.accounts?.held ?? []).some(({ reason }) => reason === 'policy') ||
  plan.resources.some(({ changes, held }) => changes.length > 0 || held.some(({ reason }) => reason !== 'not-live'));
