'use client';

import type { EditedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card, CardHeader } from '../ui/card.tsx';
import { ServerDialog } from './server-dialog.tsx';
import { shellLine } from './shell-line.ts';

export type Servers = EditedBundleChoices['mcpServers'];
export type Server = Servers[string];

export function ServerCard({ servers, onChange }: { servers: Servers; onChange: (servers: Servers) => void }) {
  const [edited, setEdited] = useState<{ name: string | null } | null>(null);
  const names = Object.keys(servers).sort();
  const save = (name: string, server: Server) => {
    const { [edited?.name ?? '']: _, ...others } = servers;
    onChange({ ...others, [name]: server });
    setEdited(null);
  };
  const remove = (name: string) => {
    const { [name]: _, ...others } = servers;
    onChange(others);
    setEdited(null);
  };
  return (
    <Card>
      <CardHeader
        title="MCP servers"
        description="Tools that your agents reach. Values of variables and headers are sealed and shown to nobody again."
        actions={
          <Button size="sm" onClick={() => setEdited({ name: null })}>
            <Plus aria-hidden /> Add server
          </Button>
        }
      />
      {names.length === 0 ? (
        <p className="flex items-center gap-2 border-t border-line px-4 py-5 text-sm text-ink-muted">
          <Plug className="size-4 text-ink-faint" aria-hidden /> No server yet.
        </p>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {names.map((name) => (
            <ServerRow key={name} name={name} server={servers[name]} onEdit={() => setEdited({ name })} />
          ))}
        </ul>
      )}
      {edited && (
        <ServerDialog
          name={edited.name}
          server={edited.name === null ? null : (servers[edited.name] ?? null)}
          taken={names.filter((name) => name !== edited.name)}
          onSave={save}
          onRemove={remove}
          onClose={() => setEdited(null)}
        />
      )}
    </Card>
  );
}

function ServerRow({ name, server, onEdit }: { name: string; server: Server | undefined; onEdit: () => void }) {
  if (!server) return null;
  const variables = Object.keys(server.type === 'local' ? server.environment : server.headers);
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-sm font-medium">{name}</span>
          <Badge>{server.type === 'local' ? 'On your machine' : 'Remote'}</Badge>
          {!server.isEnabled && <Badge tone="warn">Off</Badge>}
        </div>
        <span className="truncate font-mono text-xs text-ink-muted">
          {server.type === 'local' ? shellLine(server.command) : server.url}
        </span>
        {variables.length > 0 && <span className="text-xs text-ink-faint">With {variables.join(', ')}</span>}
      </div>
      <Button size="sm" aria-label={`Edit ${name}`} onClick={onEdit}>
        Edit
      </Button>
    </li>
  );
}
