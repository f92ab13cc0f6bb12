'use client';

import type { GatewayEventView } from '@gatehouse/contracts/gateway-upkeep';
import { resourceLabels } from '../../messages/en.ts';
import { eventActionLabels, eventActionMeanings } from '../../messages/gateway-upkeep.ts';
import { Badge } from '../../ui/badge.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { actionTones, eventIcons } from './event-marks.ts';
import { eventDetails, eventTitle, outcomeText } from './event-text.ts';

/** One moment of the timeline. */
export function EventLine({ event }: { event: GatewayEventView }) {
  const { kind, at, action } = event;
  const Icon = eventIcons[kind];
  const { subject, text } = eventTitle(event);
  return (
    <li className="group relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0">
      <span
        aria-hidden
        className="absolute top-7 bottom-0 left-[0.875rem] w-px -translate-x-1/2 bg-line group-last:hidden"
      />
      <span className="grid size-7 place-items-center rounded-full border border-line bg-canvas text-ink-muted">
        <Icon className="size-3.5" aria-hidden />
      </span>
      <div className="grid min-w-0 content-start gap-0.5 pt-0.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <p className="min-w-0 [overflow-wrap:anywhere]">
            {subject && <span className="font-medium">{subject} </span>}
            <span className={subject ? undefined : 'font-medium'}>{text}</span>
          </p>
          {action && (
            <Tooltip text={eventActionMeanings[action]}>
              <Badge tabIndex={0} tone={actionTones[action]}>
                {eventActionLabels[action]}
              </Badge>
            </Tooltip>
          )}
          <span className="text-xs text-ink-faint sm:ml-auto">
            <TimeAgo at={at} />
          </span>
        </div>
        <EventFacts event={event} />
      </div>
    </li>
  );
}

function EventFacts({ event }: { event: GatewayEventView }) {
  const { resource, resolvedAt } = event;
  const facts = [resource && resourceLabels[resource], ...eventDetails(event)].filter(Boolean);
  const outcome = outcomeText(event);
  return (
    <p className="text-xs text-ink-muted [overflow-wrap:anywhere]">
      {[...facts, outcome].filter(Boolean).join(' · ')}
      {outcome && resolvedAt && (
        <>
          {' '}
          <TimeAgo at={resolvedAt} />
        </>
      )}
    </p>
  );
}
