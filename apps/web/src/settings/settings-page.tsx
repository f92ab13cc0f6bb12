'use client';

import { roleLabels, roleMeanings } from '../messages/en.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ThemeToggle } from '../ui/theme-toggle.tsx';
import { AccessTokenList } from './access-token-list.tsx';
import { SessionList } from './session-list.tsx';

export function SettingsPage() {
  const viewer = useViewer();
  return (
    <>
      <PageHeader title="Settings" description="Your account, and what is signed in with it." />
      <Card>
        <CardHeader title="Account" />
        <CardBody>
          <dl className="grid gap-4 text-sm sm:grid-cols-3">
            <div>
              <dt className="text-xs text-ink-faint">Name</dt>
              <dd className="[overflow-wrap:anywhere]">{viewer.name}</dd>
            </div>
            <div>
              <dt className="text-xs text-ink-faint">E-mail</dt>
              <dd className="[overflow-wrap:anywhere]">{viewer.email}</dd>
            </div>
            <div>
              <dt className="text-xs text-ink-faint">Role</dt>
              <dd title={roleMeanings[viewer.role]}>{roleLabels[viewer.role]}</dd>
            </div>
          </dl>
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="Theme" description="Kept in this browser." actions={<ThemeToggle hasText />} />
      </Card>
      <SessionList />
      <AccessTokenList />
    </>
  );
}
