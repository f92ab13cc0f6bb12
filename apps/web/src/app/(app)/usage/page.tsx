import type { Metadata } from 'next';
import { requirePermission } from '../../../api/server.ts';
import { UsagePage } from '../../../usage/usage-page.tsx';

export const metadata: Metadata = { title: 'Usage' };

export default async function Page() {
  await requirePermission('usage:read-own');
  // Days begin where the browser is, so only the browser can ask.
  return <UsagePage />;
}
