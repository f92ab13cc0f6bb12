import type { Metadata } from 'next';
import { requireViewer } from '../../../api/server.ts';
import { DevicePage } from '../../../device/device-page.tsx';
import { formatUserCode } from '../../../links/index.ts';

export const metadata: Metadata = { title: 'Confirm a login' };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: PageProps) {
  const viewer = await requireViewer();
  const { code } = await searchParams;
  return <DevicePage initialCode={formatUserCode(typeof code === 'string' ? code : '')} email={viewer.email} />;
}
