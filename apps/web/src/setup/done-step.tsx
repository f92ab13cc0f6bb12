import { KeyRound, Laptop, PlugZap, Server, UserPlus } from 'lucide-react';
import Link from 'next/link';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';

const connect = { href: '/gateways', icon: Server, title: 'Connect a gateway', text: 'Nothing works without one.' };
const next = [
  { href: '/people', icon: UserPlus, title: 'Invite a colleague', text: 'By a link that works once.' },
  {
    href: '/provider-keys',
    icon: PlugZap,
    title: 'Contribute a provider key',
    text: 'It brings models to the gateway.',
  },
  { href: '/client-keys', icon: KeyRound, title: 'Create your client key', text: 'It lets your agents in.' },
  { href: '/sync', icon: Laptop, title: 'Connect a laptop', text: 'One command writes its configuration.' },
];

export function DoneStep({ hasGateway }: { hasGateway: boolean }) {
  const items = hasGateway ? next : [connect, ...next];
  return (
    <FocusCard
      title="Gatehouse is ready"
      description={hasGateway ? 'The gateway answers. This is what comes next:' : 'This is what comes next:'}
      className="max-w-[29rem]"
    >
      <ul className="grid divide-y divide-line overflow-hidden rounded-card border border-line">
        {items.map(({ href, icon: Icon, title, text }) => (
          <li key={href}>
            <Link href={href} className="flex items-center gap-3 px-3.5 py-2.5 hover:bg-canvas">
              <Icon className="size-4.5 text-accent-text" aria-hidden />
              <span className="grid">
                <span className="text-sm font-medium">{title}</span>
                <span className="text-xs text-ink-muted">{text}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Button asChild variant="primary" size="lg">
        <Link href="/">Open the dashboard</Link>
      </Button>
    </FocusCard>
  );
}
