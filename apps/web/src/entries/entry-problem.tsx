import type { EntryState } from '@gatehouse/contracts/gateways';
import { problemAdvice, problemTitles } from '../messages/en.ts';
import { Callout } from '../ui/callout.tsx';

/** What keeps an entry from being in effect, or nothing. */
export function EntryProblem({ state }: { state: EntryState }) {
  const { problem, status } = state;
  if (!problem || status === 'applied') return null;
  const needsPerson = status === 'rejected' || status === 'conflict';
  const advice = problemAdvice[problem.code];
  return (
    <Callout tone={needsPerson ? 'bad' : 'warn'} title={problemTitles[problem.code]} className="py-2 text-xs">
      {problem.message}
      {advice && needsPerson && ` ${advice}`}
    </Callout>
  );
}
