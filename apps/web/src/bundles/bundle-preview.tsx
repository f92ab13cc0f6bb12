'use client';

import { Eye, EyeOff, KeyRound } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { toApiError } from '../api/errors.ts';
import { QueryProblem } from '../forms/query-problem.tsx';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { NoGateway } from '../gateways/no-gateway.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { hideKey } from './hide-key.ts';

type Bundle = Answers['bundles']['preview'];

export function BundlePreview() {
  const [gatewayId, setGatewayId] = useState<string>();
  const query = api.bundles.preview.useQuery(gatewayId ? { format: 'opencode', gatewayId } : { format: 'opencode' });
  return (
    <Card>
      <CardHeader
        title="What it writes"
        description={
          query.data
            ? `For ${query.data.gateway.name}, with ${query.data.modelCount} models.`
            : 'The file for OpenCode.'
        }
        actions={<GatewaySelect value={gatewayId ?? ''} onChange={(event) => setGatewayId(event.target.value)} />}
      />
      {query.data ? (
        <Files bundle={query.data} />
      ) : query.error ? (
        <WhyNot error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <CardBody>
          <Skeleton className="h-56" />
        </CardBody>
      )}
    </Card>
  );
}

function Files({ bundle }: { bundle: Bundle }) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <CardBody className="grid gap-3">
      {bundle.isStale && (
        <Callout tone="warn">
          The gateway does not answer at the moment. These are the models that it last offered.
        </Callout>
      )}
      {bundle.files.map((file) => (
        <CodeBlock
          key={file.path}
          label={file.path}
          title={`~/.config/${file.path}`}
          code={isShown ? file.content : hideKey(file.content)}
          copyText={file.content}
          className="max-h-96 overflow-y-auto"
          actions={
            file.isSecret && (
              <Button size="sm" variant="ghost" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
                <Icon aria-hidden /> {isShown ? 'Hide key' : 'Reveal key'}
              </Button>
            )
          }
        />
      ))}
      {bundle.files.length === 0 && <p className="text-sm text-ink-muted">The gateway offers no chat model yet.</p>}
      <p className="font-mono text-2xs text-ink-faint">Revision {bundle.revision.slice(0, 12)}</p>
    </CardBody>
  );
}

/** Most of what keeps a bundle from being made is something that the person can do. */
function WhyNot({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const code = toApiError(error).payload?.code;
  if (code === 'no_gateway') return <NoGateway />;
  if (code !== 'no_client_key') return <QueryProblem error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      icon={KeyRound}
      title="You need a client key first"
      action={
        <Button asChild variant="primary">
          <Link href="/client-keys">Create a client key</Link>
        </Button>
      }
    >
      The file carries your own key, never somebody else’s.
    </EmptyState>
  );
}
