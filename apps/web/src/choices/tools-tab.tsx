'use client';

import type { EditedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { PatternList } from './pattern-list.tsx';
import { PermissionRows } from './permission-rows.tsx';
import { ServerCard } from './server-card.tsx';
import type { Edit } from './use-draft.ts';

type TabProps = { choices: EditedBundleChoices; edit: Edit };

export function ToolsTab({ choices, edit }: TabProps) {
  return (
    <>
      <ServerCard servers={choices.mcpServers} onChange={(mcpServers) => edit({ mcpServers })} />
      <Card>
        <CardHeader
          title="Plugins"
          description="Of OpenCode, with a pinned version: what is installed changes only when you change it here."
        />
        <CardBody>
          <PatternList
            label="Plugins"
            placeholder="name@1.2.3"
            value={choices.plugins}
            onChange={(plugins) => edit({ plugins })}
          />
        </CardBody>
      </Card>
      <PermissionRows permissions={choices.permissions} onChange={(permissions) => edit({ permissions })} />
    </>
  );
}
