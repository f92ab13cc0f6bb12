'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { useAction } from '../gateways/use-action.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { countOf } from './count-of.ts';
import { PatternList } from './pattern-list.tsx';

/** What a gateway leaves out for everybody: seen by all, changed by who runs it. */
export function GatewayExclusions({ models }: { models: readonly string[] }) {
  const gateways = api.gateways.summaries.useQuery();
  const [chosen, setChosen] = useState<string>();
  const gatewayId = chosen ?? gateways.data?.[0]?.id;
  if (gatewayId === undefined) return null;
  return (
    <Card>
      <CardHeader
        title="Excluded for everybody"
        description="What the bundles of this gateway leave out, whatever a person chooses."
        actions={<GatewaySelect value={gatewayId} onChange={(event) => setChosen(event.target.value)} />}
      />
      <Exclusions key={gatewayId} gatewayId={gatewayId} models={models} />
    </Card>
  );
}

function Exclusions({ gatewayId, models }: { gatewayId: string; models: readonly string[] }) {
  const viewer = useViewer();
  const mayUpdate = viewer.can('gateways:update');
  const query = api.gatewayExclusions.get.useQuery({ gatewayId });
  const update = api.gatewayExclusions.update.useMutation();
  const utils = api.useUtils();
  const [draft, setDraft] = useState<string[] | null>(null);
  const version = query.data?.version;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version replaces what was begun.
  useEffect(() => setDraft(null), [version]);
  const { run, isBusy, problem } = useAction(async (exclusions: string[]) => {
    const saved = await update.mutateAsync({ gatewayId, version: version ?? 0, exclusions });
    utils.gatewayExclusions.get.setData({ gatewayId }, saved);
    toast.success('Saved for everybody who uses this gateway.');
  });

  if (query.error) return <QueryProblem error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data)
    return (
      <CardBody>
        <Skeleton className="h-9" />
      </CardBody>
    );
  const shown = draft ?? query.data.exclusions;
  return (
    <CardBody className="grid gap-3">
      {shown.length === 0 && !mayUpdate && <p className="text-sm text-ink-muted">Nothing.</p>}
      <PatternList
        label="Excluded for everybody"
        placeholder="*-preview"
        value={shown}
        countOf={(pattern) => countOf(models, pattern)}
        {...(mayUpdate ? { onChange: setDraft } : {})}
      />
      {draft !== null && (
        <div className="flex gap-2">
          <Button variant="primary" size="sm" isBusy={isBusy} onClick={() => run(draft)}>
            Save for everybody
          </Button>
          <Button size="sm" onClick={() => setDraft(null)}>
            Discard
          </Button>
        </div>
      )}
      <FormProblem problem={problem} />
    </CardBody>
  );
}
