import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getViewer, isClaimed } from '../../../api/server.ts';
import { safeNext } from '../../../links/index.ts';
import { SignInForm } from '../../../sign-in/sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  const target = safeNext(typeof next === 'string' ? next : undefined);
  if (await getViewer()) redirect(target);
  return <SignInForm next={target} isSetUp={await isClaimed()} />;
}
