'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { countOf } from '../choices/count-of.ts';
import { PatternList } from '../choices/pattern-list.tsx';
import { useChatModels } from '../choices/use-chat-models.ts';
import { FormProblem } from '../forms/form-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { type Team, useShowTeam } from './use-teams.ts';

/** What the bundles of its members do not offer: seen by all of them, changed by who manages the team. */
export function TeamExclusions({ team }: { team: Team }) {
  const models = useChatModels();
  const update = api.teams.update.useMutation();
  const show = useShowTeam();
  const [draft, setDraft] = useState<string[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version replaces what was begun.
  useEffect(() => setDraft(null), [team.version]);
  const { run, isBusy, problem } = useAction(async (exclusions: string[]) => {
    show(await update.mutateAsync({ id: team.id, version: team.version, exclusions }));
    toast.success('Saved for everybody in this team.');
  });
  const shown = draft ?? team.exclusions;
  return (
    <Card>
      <CardHeader
        title="Left out for its members"
        description="Models that their agents do not offer, whatever they choose. * stands for any text."
      />
      <CardBody className="grid gap-3">
        {shown.length === 0 && !team.isManageable && <p className="text-sm text-ink-muted">Nothing.</p>}
        <PatternList
          label="Left out for its members"
          placeholder="*-preview"
          value={shown}
          countOf={(pattern) => countOf(models, pattern)}
          {...(team.isManageable ? { onChange: setDraft } : {})}
        />
        {draft !== null && (
          <div className="flex gap-2">
            <Button variant="primary" size="sm" isBusy={isBusy} onClick={() => run(draft)}>
              Save for the team
            </Button>
            <Button size="sm" onClick={() => setDraft(null)}>
              Discard
            </Button>
          </div>
        )}
        <FormProblem problem={problem} />
      </CardBody>
    </Card>
  );
}
