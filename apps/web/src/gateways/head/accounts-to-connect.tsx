'use client';

import type { AccountToConnect } from '@gatehouse/contracts/gateway-upkeep';
import { Callout } from '../../ui/callout.tsx';

/** Nobody but their owners can bring them to another gateway. */
export function AccountsToConnect({ accounts, title }: { accounts: AccountToConnect[]; title: string }) {
  if (accounts.length === 0) return null;
  return (
    <Callout tone="info" title={title}>
      <p>Their credentials are at one gateway only. Their owners sign in again, under “Accounts”.</p>
      <ul className="mt-1 grid gap-1">
        {accounts.map(({ accountId, provider, name, ownerName }) => (
          <li key={accountId}>
            <span className="text-ink">
              {provider} · {name}
            </span>
            , of {ownerName}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
