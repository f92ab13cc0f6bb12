'use client';

import { WifiOff } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { api, signInIfEnded } from '../api/client.tsx';
import { useCoalesced } from './use-coalesced.ts';

type Topic =
  | 'provider-accounts'
  | 'provider-keys'
  | 'custom-providers'
  | 'client-keys'
  | 'gateways'
  | 'models'
  | 'bundle-choices'
  | 'teams';
const allTopics: Topic[] = [
  'provider-accounts',
  'provider-keys',
  'custom-providers',
  'client-keys',
  'gateways',
  'models',
  'bundle-choices',
  'teams',
];

const retryMs = 4000;
/** A short interruption is nobody's concern. */
const patienceMs = 2500;

/** Keeps every list of the dashboard as the server last announced it, and says so when it cannot. */
export function LiveChanges() {
  const refresh = useRefresh();
  const { status, reset } = api.changes.onChange.useSubscription(undefined, {
    onData: ({ data }) => refresh(data.topic),
    onError: signInIfEnded,
  });
  useCatchUp(status, refresh);

  useEffect(() => {
    if (status !== 'error') return;
    const timer = setTimeout(reset, retryMs);
    return () => clearTimeout(timer);
  }, [status, reset]);

  return <OfflineHint isConnected={status === 'pending'} />;
}

/** After an interruption everything is asked again: what happened meanwhile, a changed role included, was not heard. */
function useCatchUp(status: string, refresh: (topic: Topic) => void): void {
  const router = useRouter();
  const past = useRef<'new' | 'live' | 'lost'>('new');
  useEffect(() => {
    if (status !== 'pending') {
      if (past.current === 'live') past.current = 'lost';
      return;
    }
    if (past.current === 'lost') {
      for (const topic of allTopics) refresh(topic);
      router.refresh();
    }
    past.current = 'live';
  }, [status, refresh, router]);
}

function useRefresh(): (topic: Topic) => void {
  const utils = api.useUtils();
  return useCoalesced<Topic>(150, (topics) => {
    const entriesChanged = topics.has('provider-keys') || topics.has('custom-providers') || topics.has('client-keys');
    if (topics.has('provider-accounts')) void utils.providerAccounts.invalidate();
    if (topics.has('provider-keys')) void utils.providerKeys.list.invalidate();
    if (topics.has('custom-providers')) void utils.customProviders.list.invalidate();
    if (topics.has('client-keys')) void utils.clientKeys.list.invalidate();
    if (topics.has('gateways') || entriesChanged) void utils.gateways.invalidate();
    if (topics.has('gateways')) void utils.gatewaySettings.invalidate();
    if (topics.has('models')) void utils.models.invalidate();
    if (topics.has('models')) void utils.gatewayExclusions.invalidate();
    if (topics.has('teams')) void utils.teams.invalidate();
    if (topics.has('bundle-choices')) {
      void utils.bundleChoices.invalidate();
      void utils.sharing.invalidate();
    }
    const bundleTopics = ['models', 'client-keys', 'gateways', 'bundle-choices'] as const;
    if (bundleTopics.some((topic) => topics.has(topic))) void utils.bundles.invalidate();
  });
}

function OfflineHint({ isConnected }: { isConnected: boolean }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (isConnected) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isConnected]);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-30 grid justify-items-center">
      {isShown && (
        <span className="flex items-center gap-2 rounded-full border border-line bg-raised px-3.5 py-1.5 text-xs text-ink-muted shadow-float">
          <WifiOff className="size-3.5" aria-hidden />
          No live updates. Connecting again…
        </span>
      )}
    </div>
  );
}
