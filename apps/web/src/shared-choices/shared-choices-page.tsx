'use client';

import { Rss, Share2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { Button } from '../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { CodeForm } from './code-form.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { ShareRow } from './share-row.tsx';
import { SubscriptionRow } from './subscription-row.tsx';

export function SharedChoicesPage() {
  return (
    <>
      <PageHeader
        title="Shared choices"
        description="Use what somebody else has put together, or share yours. Keys and values stay with each person."
      />
      <Followed />
      <Published />
    </>
  );
}

function Followed() {
  const query = api.sharing.subscriptions.useQuery();
  return (
    <Card>
      <CardHeader title="You follow" description="One is in use at a time. What you choose yourself goes before it." />
      <CardBody>
        <CodeForm />
      </CardBody>
      <div className="border-t border-line">
        <QueryList
          query={query}
          empty={
            <EmptyState icon={Rss} title="You follow nothing yet">
              Ask a colleague for the code of what they share.
            </EmptyState>
          }
        >
          {(subscriptions) => (
            <ul className="divide-y divide-line">
              {subscriptions.map((subscription) => (
                <SubscriptionRow key={subscription.id} subscription={subscription} />
              ))}
            </ul>
          )}
        </QueryList>
      </div>
    </Card>
  );
}

function Published() {
  const query = api.sharing.list.useQuery();
  const [isPublishing, setPublishing] = useState(false);
  const publish = (
    <Button size="sm" onClick={() => setPublishing(true)}>
      Share your choices
    </Button>
  );
  return (
    <Card>
      <CardHeader
        title="You share"
        description="Each publish makes a version that never changes; you can go back to any of them."
        {...(query.data?.length ? { actions: publish } : {})}
      />
      <div className="border-t border-line">
        <QueryList
          query={query}
          empty={
            <EmptyState icon={Share2} title="You share nothing yet" action={publish}>
              Models, agents and exclusions travel as they are; servers and plugins wait for each follower’s consent.
            </EmptyState>
          }
        >
          {(shares) => (
            <ul className="divide-y divide-line">
              {shares.map((share) => (
                <ShareRow key={share.id} share={share} />
              ))}
            </ul>
          )}
        </QueryList>
      </div>
      {isPublishing && <PublishDialog share={null} onClose={() => setPublishing(false)} />}
    </Card>
  );
}
