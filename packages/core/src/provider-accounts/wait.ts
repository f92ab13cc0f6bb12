import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderAccountView } from '@gatehouse/contracts/provider-accounts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { selectAccount } from './repository.ts';

const pollMs = 150;

/** How the account stands, as soon as its gateway has confirmed or refused, and at the latest after `waitMs`. */
export async function accountAfter(ctx: Context, id: string, waitMs: number): Promise<ProviderAccountView> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const view = await selectAccount(ctx.db, id);
    if (!view) throw notFound('account');
    const isSettled = ['applied', 'rejected', 'conflict'].includes(view.state.status);
    const leftMs = deadline - Date.now();
    if (isSettled || leftMs <= 0) return view;
    await sleep(Math.min(leftMs, pollMs));
  }
}
