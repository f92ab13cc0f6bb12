'use client';

import { type BundleFormat, bundleFormats, bundleFormatTitles, type KeyPlacement } from '@gatehouse/contracts/bundles';
import { KeyRound } from 'lucide-react';
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
import { EmptyState } from '../ui/empty-state.tsx';
import { SelectField } from '../ui/field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { BundleFileBlock } from './bundle-file.tsx';

type Bundle = Answers['bundles']['preview'];

const placements: Record<KeyPlacement, string> = {
  inline: 'In the file',
  environment: 'From GATEHOUSE_API_KEY',
  command: 'From “gatehouse token”',
};

export function BundlePreview() {
  const [format, setFormat] = useState<BundleFormat>('opencode');
  const [keyPlacement, setKeyPlacement] = useState<KeyPlacement>('inline');
  const [gatewayId, setGatewayId] = useState<string>();
  const query = api.bundles.preview.useQuery({ format, keyPlacement, ...(gatewayId ? { gatewayId } : {}) });
  return (
    <Card>
      <CardHeader
        title="What it writes"
        description={
          query.data
            ? `For ${query.data.gateway.name}, with ${query.data.modelCount} ${query.data.modelCount === 1 ? 'model' : 'models'}.`
            : `The files for ${bundleFormatTitles[format]}.`
        }
      />
      <CardBody className="grid gap-3 sm:grid-cols-3">
        <SelectField label="Client" value={format} onChange={(event) => setFormat(event.target.value as BundleFormat)}>
          {bundleFormats.map((each) => (
            <option key={each} value={each}>
              {bundleFormatTitles[each]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Client key"
          value={keyPlacement}
          onChange={(event) => setKeyPlacement(event.target.value as KeyPlacement)}
        >
          {Object.entries(placements).map(([placement, title]) => (
            <option key={placement} value={placement}>
              {title}
            </option>
          ))}
        </SelectField>
        <GatewaySelect value={gatewayId ?? ''} onChange={(event) => setGatewayId(event.target.value)} />
      </CardBody>
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
  return (
    <CardBody className="grid gap-3">
      {bundle.isStale && (
        <Callout tone="warn">
          The gateway does not answer at the moment. These are the models that it last offered.
        </Callout>
      )}
      {bundle.notes.map((note) => (
        <p key={note} className="text-sm text-ink-muted">
          {note}
        </p>
      ))}
      {bundle.files.map((file) => (
        <BundleFileBlock key={`${bundle.revision} ${file.path}`} format={bundle.format} file={file} />
      ))}
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
