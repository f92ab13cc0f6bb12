import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { requirePermission } from '../../../api/server.ts';
import { AuditPage } from '../../../audit/audit-page.tsx';

export const metadata: Metadata = { title: 'Audit log' };

export default async function Page() {
  await requirePermission('audit:read');
  return (
    // The same page size as the browser asks with, or it would ask again.
    <Prefetched queries={(api) => [api.audit.list.prefetch({ limit: 50 })]}>
      <AuditPage />
    </Prefetched>
  );
}
