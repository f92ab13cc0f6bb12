'use client';

import { mcpServer } from '@gatehouse/contracts/bundle-choices';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CheckboxField } from '../ui/checkbox-field.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { SegmentedChoice } from '../ui/segmented-choice.tsx';
import type { Server } from './server-card.tsx';
import { parseShellLine, shellLine } from './shell-line.ts';
import { type ValueRow, ValueRows } from './value-rows.tsx';

type ServerDialogProps = {
  /** Null: a new one. */
  name: string | null;
  server: Server | null;
  taken: readonly string[];
  onSave: (name: string, server: Server) => void;
  onRemove: (name: string) => void;
  onClose: () => void;
};

const types = [
  { value: 'local', label: 'On your machine' },
  { value: 'remote', label: 'Remote' },
] as const;

export function ServerDialog({ name, server, taken, onSave, onRemove, onClose }: ServerDialogProps) {
  const [label, setLabel] = useState(name ?? '');
  const [type, setType] = useState(server?.type ?? 'local');
  const [line, setLine] = useState(server?.type === 'local' ? shellLine(server.command) : '');
  const [url, setUrl] = useState(server?.type === 'remote' ? server.url : '');
  const [rows, setRows] = useState(() => rowsOf(server));
  const [isEnabled, setEnabled] = useState(server?.isEnabled ?? true);
  const [error, setError] = useState<string | null>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values = Object.fromEntries(
      rows
        .filter((row) => row.name.trim() !== '')
        .map((row) => [row.name.trim(), row.value === '' && row.isKept ? null : row.value]),
    );
    const next: Server =
      type === 'local'
        ? { type, command: parseShellLine(line), environment: values, isEnabled }
        : { type, url: url.trim(), headers: values, isEnabled };
    const problem = problemOf(label.trim(), next, taken);
    if (problem) setError(problem);
    else onSave(label.trim(), next);
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={name === null ? 'Add a server' : `Edit ${name}`}
    >
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <TextField
            label="Name"
            isMono
            autoComplete="off"
            placeholder="github"
            readOnly={name !== null}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
          <SegmentedChoice label="Where it runs" value={type} options={types} onChange={setType} />
          {type === 'local' ? (
            <TextField
              label="Command"
              isMono
              autoComplete="off"
              spellCheck={false}
              placeholder="npx -y @modelcontextprotocol/server-github"
              hint="As you would type it. Secrets go into variables below, not in here."
              value={line}
              onChange={(event) => setLine(event.target.value)}
            />
          ) : (
            <TextField
              label="Address"
              isMono
              type="url"
              autoComplete="off"
              placeholder="https://mcp.example.com/mcp"
              hint="Secrets go into headers below, not in here."
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
          <ValueRows noun={type === 'local' ? 'variable' : 'header'} rows={rows} onChange={setRows} />
          <CheckboxField
            label="Switched on"
            checked={isEnabled}
            onChange={(event) => setEnabled(event.target.checked)}
          />
          {error && <Callout tone="bad">{error}</Callout>}
        </DialogBody>
        <DialogFooter>
          {name !== null && (
            <Button variant="ghost" className="sm:mr-auto" onClick={() => onRemove(name)}>
              Remove
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            {name === null ? 'Add' : 'Apply'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

const rowsOf = (server: Server | null): ValueRow[] =>
  server === null
    ? []
    : Object.entries(server.type === 'local' ? server.environment : server.headers).map(([name, value]) => ({
        name,
        value: value ?? '',
        isKept: value === null,
      }));

function problemOf(name: string, server: Server, taken: readonly string[]): string | null {
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) return 'Give it a name of letters, digits, dots, - and _.';
  if (taken.includes(name)) return 'There is a server of this name already.';
  const whole = (values: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? '']));
  const checked = mcpServer.safeParse(
    server.type === 'local'
      ? { ...server, environment: whole(server.environment) }
      : { ...server, headers: whole(server.headers) },
  );
  if (checked.success) return null;
  const [issue] = checked.error.issues;
  if (issue?.path[0] === 'command') return 'Enter the command that starts it.';
  return issue?.message ?? 'Something does not fit.';
}
