'use client';

import { CircleCheckBig, Play, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { type Answers, api } from '../../api/client.tsx';
import { QueryProblem } from '../../forms/query-problem.tsx';
import { useViewer } from '../../shell/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { GatewayProblemCallout } from '../gateway-problem.tsx';
import { AccountsSection } from './account-lines.tsx';
import { ApplyPlanDialog } from './apply-plan-dialog.tsx';
import { agreeingCount, isAnythingToApply, planSummary } from './plan-counts.ts';
import { ResourceSection } from './plan-lines.tsx';

type Gateway = Answers['gateways']['list'][number];

/** What a run would do now. Reading it writes nothing. */
export function GatewayPlan({ gateway }: { gateway: Gateway }) {
  const query = api.gateways.plan.useQuery({ id: gateway.id });
  const plan = query.data;
  const canApply = useViewer().can('gateways:sync');
  const [isApplying, setApplying] = useState(false);
  const isKnown = plan !== undefined && plan.problem === null;
  return (
    <Card className="overflow-hidden">
      <CardHeader
        title={isKnown ? planSummary(plan) : 'Plan'}
        description={
          plan?.problem ? (
            'While the gateway cannot be read, nobody can tell what Gatehouse would do.'
          ) : plan ? (
            <>
              What Gatehouse would do now, read from the gateway <TimeAgo at={plan.at} />. Nothing has been written.
            </>
          ) : (
            'What Gatehouse would do now. The gateway is being read.'
          )
        }
        actions={
          <>
            <Button onClick={() => query.refetch()} isBusy={query.isFetching}>
              {!query.isFetching && <RefreshCw aria-hidden />} Refresh
            </Button>
            {canApply && isKnown && isAnythingToApply(plan) && (
              <Button variant="primary" onClick={() => setApplying(true)}>
                <Play aria-hidden /> Apply
              </Button>
            )}
          </>
        }
      />
      {plan ? (
        <PlanBody plan={plan} told={gateway.problem} />
      ) : query.error ? (
        <QueryProblem error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows />
      )}
      {isKnown && (
        <ApplyPlanDialog gateway={gateway} plan={plan} isOpen={isApplying} onClose={() => setApplying(false)} />
      )}
    </Card>
  );
}

type PlanBodyProps = { plan: Answers['gateways']['plan']; told: Gateway['problem'] };

/** `told`: what the head of the page says is wrong, which is not said twice. */
function PlanBody({ plan, told }: PlanBodyProps) {
  if (plan.problem) {
    if (plan.problem.code === told?.code) return null;
    return (
      <div className="px-4 pb-4">
        <GatewayProblemCallout problem={plan.problem} />
      </div>
    );
  }
  if (planSummary(plan) === planSummary({ resources: [] })) {
    return (
      <div className="border-t border-line">
        <EmptyState icon={CircleCheckBig} title="Nothing to do">
          {agreeingCount(plan) === 0
            ? 'Nothing is wanted at this gateway yet.'
            : 'What is wanted here is at the gateway, and what was removed is gone from it.'}
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      {plan.resources.map((resource) => (
        <ResourceSection key={resource.resource} plan={resource} />
      ))}
      {plan.accounts && <AccountsSection plan={plan.accounts} />}
    </>
  );
}
