'use client';

import { useMemo, useState } from 'react';
import { type Answers, api } from '../../api/client.tsx';
import { useAction } from '../use-action.ts';
import { joinPages } from './join-pages.ts';

type Event = Answers['gateways']['events'][number];

export const eventPageSize = 50;

/** The newest page, which is kept fresh, followed by the older ones that were asked for. */
export function useOlderEvents(gatewayId: string, newest: Event[]) {
  const client = api.useUtils().client;
  const [older, setOlder] = useState<Event[]>([]);
  const [isComplete, setComplete] = useState(newest.length < eventPageSize);
  const events = useMemo(() => joinPages(newest, older), [newest, older]);

  const { run, isBusy, problem } = useAction(async (before: string) => {
    const page = await client.gateways.events.query({ id: gatewayId, before, limit: eventPageSize });
    setOlder(joinPages(events, page));
    setComplete(page.length < eventPageSize);
  });
  const loadMore = () => {
    const last = events.at(-1);
    if (last) void run(last.id);
  };
  return { events, loadMore, isLoading: isBusy, hasMore: !isComplete, problem };
}
