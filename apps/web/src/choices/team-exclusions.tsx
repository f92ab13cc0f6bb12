import type { TeamExclusions } from '@gatehouse/contracts/bundle-choices';
import Link from 'next/link';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { countOf } from './count-of.ts';
import { PatternList } from './pattern-list.tsx';

/** Which models each of the person's teams leaves out. */
export function TeamExclusionsCard({ teams }: { teams: readonly TeamExclusions[] }) {
  if (teams.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Excluded by your teams"
        description="What your teams leave out for their members, whatever a person chooses."
      />
      {teams.map(({ teamId, teamName, exclusions, models }) => (
        <CardBody key={teamId} className="grid gap-2">
          <h3 className="text-sm font-medium">
            <Link href={`/teams/${teamId}`} className="hover:underline">
              {teamName}
            </Link>
          </h3>
          <PatternList
            label={`Excluded by ${teamName}`}
            placeholder=""
            value={exclusions}
            countOf={(pattern) => countOf(models, pattern)}
          />
          <p className="text-xs text-ink-muted [overflow-wrap:anywhere]">
            {models.length === 0 ? 'No model that is offered now.' : `Now: ${models.join(', ')}.`}
          </p>
        </CardBody>
      ))}
    </Card>
  );
}
