'use client';

import { type BundleFormat, bundleFormats, bundleFormatTitles } from '@gatehouse/contracts/bundles';
import Link from 'next/link';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { toApiError } from '../api/errors.ts';
import { hideKey } from '../bundles/hide-key.ts';
import { QueryProblem } from '../forms/query-problem.tsx';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { SelectField } from '../ui/field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** What a sync would write with the choices as they are saved. */
export function ResultPreview({ isDirty }: { isDirty: boolean }) {
  const [format, setFormat] = useState<BundleFormat>('opencode');
  const [gatewayId, setGatewayId] = useState<string>();
  const query = api.bundles.preview.useQuery(gatewayId ? { format, gatewayId } : { format });
  return (
    <Card>
      <CardHeader
        title="What comes of it"
        description="The files as the next sync writes them. Your key is hidden here."
        actions={
          <>
            <GatewaySelect value={gatewayId ?? ''} onChange={(event) => setGatewayId(event.target.value)} />
            <SelectField
              label="Client"
              value={format}
              onChange={(event) => setFormat(event.target.value as BundleFormat)}
            >
              {bundleFormats.map((each) => (
                <option key={each} value={each}>
                  {bundleFormatTitles[each]}
                </option>
              ))}
            </SelectField>
          </>
        }
      />
      {query.error ? (
        <WhyNot error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <CardBody className="grid gap-3">
          {isDirty && <Callout tone="info">This is how it stands now. Save to see your changes here.</Callout>}
          {query.data?.notes.map((note) => (
            <Callout key={note} tone="info">
              {note}
            </Callout>
          ))}
          {query.data ? (
            query.data.files.map((file) => (
              <CodeBlock
                key={file.path}
                label={file.path}
                title={file.path}
                code={hideKey(file)}
                className="max-h-96 overflow-y-auto"
              />
            ))
          ) : (
            <Skeleton className="h-56" />
          )}
        </CardBody>
      )}
    </Card>
  );
}

function WhyNot({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (toApiError(error).payload?.code !== 'no_client_key') return <QueryProblem error={error} onRetry={onRetry} />;
  return (
    <CardBody>
      <Callout
        tone="info"
        title="You need a client key first"
        action={
          <Button asChild size="sm">
            <Link href="/client-keys">Create one</Link>
          </Button>
        }
      >
        The files carry your own key, never somebody else’s.
      </Callout>
    </CardBody>
  );
}
