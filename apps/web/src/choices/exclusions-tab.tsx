'use client';

import type { EditedBundleChoices, TeamExclusions } from '@gatehouse/contracts/bundle-choices';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { countOf } from './count-of.ts';
import { GatewayExclusions } from './gateway-exclusions.tsx';
import { PatternList } from './pattern-list.tsx';
import { TeamExclusionsCard } from './team-exclusions.tsx';
import type { Edit } from './use-draft.ts';

type TabProps = {
  choices: EditedBundleChoices;
  edit: Edit;
  models: readonly string[];
  teams: readonly TeamExclusions[];
};

export function ExclusionsTab({ choices, edit, models, teams }: TabProps) {
  return (
    <>
      <Card>
        <CardHeader
          title="Your exclusions"
          description="Models that your agents do not offer. * stands for any text. A pattern that begins with ! takes a model back in that one before it, or a share that you follow, excludes."
        />
        <CardBody>
          <PatternList
            label="Your exclusions"
            placeholder="gpt-4*"
            value={choices.exclusions}
            countOf={(pattern) => countOf(models, pattern)}
            onChange={(exclusions) => edit({ exclusions })}
          />
        </CardBody>
      </Card>
      <TeamExclusionsCard teams={teams} />
      <GatewayExclusions models={models} />
    </>
  );
}
