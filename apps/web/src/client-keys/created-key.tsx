'use client';

import { type Answers, api } from '../api/client.tsx';
import { EntryBadge } from '../entries/entry-badge.tsx';
import { curlExample } from '../links/index.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';

type CreatedKeyProps = { created: Answers['clientKeys']['create']; onDone: () => void };

/** The only moment at which a client key is shown. */
export function CreatedKey({ created, onDone }: CreatedKeyProps) {
  const { key, baseUrl, clientKey } = created;
  // Live, so that one sees when the key starts to work.
  const list = api.clientKeys.list.useQuery({ scope: 'own' });
  const state = list.data?.find((row) => row.id === clientKey.id)?.state ?? clientKey.state;
  return (
    <>
      <DialogBody>
        <div className="grid gap-1.5">
          <div className="flex items-center justify-between gap-3">
            <span className="text-sm font-medium" id="created-key-label">
              Client key
            </span>
            <EntryBadge state={state} />
          </div>
          <div className="flex items-center gap-2 rounded-card border border-line-strong bg-canvas py-1.5 pr-1.5 pl-3.5">
            <output
              aria-labelledby="created-key-label"
              data-testid="client-key"
              className="min-w-0 flex-1 font-mono text-sm select-all [overflow-wrap:anywhere]"
            >
              {key}
            </output>
            <CopyButton text={key} label="Copy key" />
          </div>
        </div>
        <CodeBlock
          label="example"
          title="Try it"
          code={curlExample(baseUrl, '$GATEHOUSE_KEY')}
          copyText={curlExample(baseUrl, key)}
          isWrapped
        />
        <p className="text-sm text-ink-muted">
          For OpenCode you need not copy anything: <code className="text-ink">gatehouse sync</code> writes its
          configuration with your key.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          I have copied it
        </Button>
      </DialogFooter>
    </>
  );
}
