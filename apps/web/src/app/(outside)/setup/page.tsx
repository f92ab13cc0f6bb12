import type { Metadata } from 'next';
import { isClaimed } from '../../../api/server.ts';
import { AlreadySetUp } from '../../../setup/already-set-up.tsx';
import { SetupWizard } from '../../../setup/setup-wizard.tsx';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage() {
  return (await isClaimed()) ? <AlreadySetUp /> : <SetupWizard />;
}
