import type { AccountAction, AccountsPlan, HeldAccount } from '@gatehouse/contracts/gateway-upkeep';
import { Pause } from 'lucide-react';
import { problemTitles } from '../../messages/en.ts';
import { Line } from './plan-lines.tsx';

const meanings: Record<AccountAction, string> = {
  enable: 'It is switched on.',
  disable: 'It is switched off.',
  edit: 'Its settings are written.',
  delete: 'The gateway deletes its credential.',
};

const heldReasons: Record<HeldAccount['reason'], string> = {
  conflict: 'Somebody else keeps changing it. Switch it once more under “Accounts”.',
  rejected: 'It could not be brought there. Remove it, or connect it again.',
  policy: 'Somebody changed it there. This gateway is only watched; applying puts it right.',
  gone: 'The gateway has lost its credential. Its owner connects it again, or removes it.',
  uploading: 'Its credential is on its way.',
};

/** What would happen to the accounts at providers. */
export function AccountsSection({ plan }: { plan: AccountsPlan }) {
  const { changes, held, agreeing, unclaimed } = plan;
  const isNothing = changes.length + held.length === 0;
  return (
    <section aria-label="Accounts" className="border-t border-line">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 bg-canvas px-4 py-2">
        <h3 className="text-sm font-semibold">Accounts</h3>
        <span className="text-xs text-ink-muted">
          {[
            agreeing > 0 && `${agreeing} as ${agreeing === 1 ? 'it' : 'they'} should be`,
            unclaimed.length > 0 && `${unclaimed.length} of nobody`,
          ]
            .filter(Boolean)
            .join(', ') ||
            (isNothing && 'none')}
        </span>
      </header>
      {!isNothing && (
        <ul className="divide-y divide-line border-t border-line">
          {changes.map((change) => (
            <Line
              key={change.accountId}
              mark={change.actions.includes('delete') ? '−' : '~'}
              tone={
                change.actions.includes('delete')
                  ? 'border-bad-line bg-bad-soft text-bad'
                  : 'border-warn-line bg-warn-soft text-warn'
              }
              word="to change"
              entry={{ label: `${change.provider} · ${change.name}`, masked: null, ownerName: change.ownerName }}
            >
              {change.actions.map((action) => meanings[action]).join(' ')}
              {change.fields.length > 0 && ` ${change.fields.join(', ')}`}
            </Line>
          ))}
          {held.map((account) => (
            <Line
              key={account.accountId}
              mark={<Pause className="size-3" aria-hidden />}
              tone="border-line bg-sunken text-ink-muted"
              word="held"
              entry={{ label: `${account.provider} · ${account.name}`, masked: null, ownerName: account.ownerName }}
            >
              {heldReasons[account.reason]}
              {account.problem && ` ${problemTitles[account.problem.code]}.`}
            </Line>
          ))}
        </ul>
      )}
    </section>
  );
}
