import type { ReactNode } from 'react';
import { CenteredPage } from '../../shell/centered-page.tsx';

export default function OutsideLayout({ children }: { children: ReactNode }) {
  return <CenteredPage>{children}</CenteredPage>;
}
