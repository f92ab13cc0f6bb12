'use client';

import { useMemo } from 'react';
import { api } from '../api/client.tsx';

/** Ids of the chat models of all gateways, in order. */
export function useChatModels(): string[] {
  const { data } = api.models.list.useQuery({});
  return useMemo(
    () => [...new Set(data?.models.filter(({ kind }) => kind === 'chat').map(({ id }) => id))].sort(),
    [data],
  );
}
