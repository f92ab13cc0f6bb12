'use client';

import type { EntryState, EntryStatus } from '@gatehouse/contracts/gateways';
import { problemTitles, statusLabels, statusMeanings } from '../messages/en.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

export const statusTones: Record<EntryStatus, Tone> = {
  pending: 'accent',
  applied: 'good',
  drifted: 'warn',
  conflict: 'bad',
  rejected: 'bad',
  unknown: 'warn',
};

const isMoving = (status: EntryStatus): boolean => status === 'pending' || status === 'unknown' || status === 'drifted';

/** How one thing stands at its gateway, with what that means on hover and focus. */
export function EntryBadge({ state, absentLabel = 'Removed' }: { state: EntryState; absentLabel?: string }) {
  const { status, desired, problem } = state;
  const isGone = desired === 'absent' && status === 'applied';
  const isLeaving = desired === 'absent' && !isGone && status !== 'conflict' && status !== 'rejected';
  const label = isGone ? absentLabel : isLeaving ? 'Removing' : statusLabels[status];
  const meaning = isGone
    ? 'The gateway confirmed that it is gone.'
    : isLeaving
      ? 'To be removed. The gateway has not confirmed it yet.'
      : statusMeanings[status];
  return (
    <Tooltip
      text={
        <>
          {meaning}
          {problem && <span className="mt-1 block opacity-80">{problemTitles[problem.code]}.</span>}
        </>
      }
    >
      <Badge
        // The explanation must be reachable without a mouse.
        tabIndex={0}
        tone={isGone ? 'neutral' : statusTones[status]}
        dot={isMoving(status) ? 'pulsing' : 'still'}
        data-status={status}
      >
        {label}
      </Badge>
    </Tooltip>
  );
}
