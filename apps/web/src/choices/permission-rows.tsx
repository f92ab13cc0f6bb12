'use client';

import type { ToolPermission } from '@gatehouse/contracts/bundle-choices';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { Input } from '../ui/input.tsx';
import { SegmentedChoice } from '../ui/segmented-choice.tsx';

type Permissions = Record<string, ToolPermission>;
type PermissionRowsProps = { permissions: Permissions; onChange: (permissions: Permissions) => void };

const options = [
  { value: 'allow', label: 'Allow' },
  { value: 'ask', label: 'Ask' },
  { value: 'deny', label: 'Deny' },
] as const;

export function PermissionRows({ permissions, onChange }: PermissionRowsProps) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const tool = typed.trim();
    if (tool !== '') onChange({ ...permissions, [tool]: 'ask' });
    setTyped('');
  };
  const remove = (tool: string) => {
    const { [tool]: _, ...others } = permissions;
    onChange(others);
  };
  return (
    <Card>
      <CardHeader
        title="Permissions"
        description="Whether a tool runs by itself, by the client’s own name of it. These are yours alone and are never shared."
      />
      <CardBody className="grid gap-2">
        {Object.keys(permissions)
          .sort()
          .map((tool) => (
            <div key={tool} className="flex flex-wrap items-center gap-3">
              <span className="min-w-32 flex-1 font-mono text-xs">{tool}</span>
              <SegmentedChoice
                label={`Permission of ${tool}`}
                value={permissions[tool] ?? 'ask'}
                options={options}
                onChange={(permission) => onChange({ ...permissions, [tool]: permission })}
              />
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove the permission of ${tool}`}
                onClick={() => remove(tool)}
              >
                <X aria-hidden />
              </Button>
            </div>
          ))}
        <form
          className="flex max-w-lg gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Input
            aria-label="Tool"
            placeholder="bash"
            className="font-mono text-xs"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" className="h-9" disabled={typed.trim() === ''}>
            <Plus aria-hidden /> Add
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}
