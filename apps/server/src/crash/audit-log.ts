import type { Client } from '@gatehouse/client/client';
import type { AuditEntryView } from '@gatehouse/contracts/audit';

/** All of it, page by page. */
export async function auditLog(owner: Client): Promise<AuditEntryView[]> {
  const entries: AuditEntryView[] = [];
  for (;;) {
    const before = entries.at(-1)?.id;
    const page = await owner.audit.list.query({ limit: 200, ...(before !== undefined && { before }) });
    if (page.length === 0) return entries;
    entries.push(...page);
  }
}
