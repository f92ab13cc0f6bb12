'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { BrandMark } from '../ui/brand-mark.tsx';
import { cn } from '../ui/class-names.ts';
import { isCurrent, navigationFor } from './navigation.ts';
import { UserMenu } from './user-menu.tsx';
import { useViewer } from './viewer.tsx';

const noop = () => {};

export function Sidebar({ onNavigate = noop }: { onNavigate?: () => void }) {
  const viewer = useViewer();
  const path = usePathname();
  return (
    <div className="flex h-full flex-col">
      <Link
        href="/"
        onClick={onNavigate}
        className="flex h-13 items-center gap-2 rounded-control px-4 text-base font-semibold"
      >
        <BrandMark className="size-5.5" />
        Gatehouse
      </Link>
      <nav aria-label="Main" className="flex-1 overflow-y-auto px-2.5 py-1.5">
        {navigationFor(viewer.permissions).map((group) => (
          <div key={group.label ?? 'overview'} className="mb-4">
            {group.label && <p className="px-2 pb-1 text-2xs font-medium text-ink-faint">{group.label}</p>}
            <ul className="grid gap-px">
              {group.items.map(({ href, label, icon: Icon }) => {
                const isHere = isCurrent(href, path);
                return (
                  <li key={href}>
                    <Link
                      href={href}
                      onClick={onNavigate}
                      aria-current={isHere ? 'page' : undefined}
                      className={cn(
                        'flex h-8 items-center gap-2.5 rounded-control px-2 text-sm transition-colors',
                        isHere
                          ? 'bg-sunken font-medium text-ink [&_svg]:text-accent-text'
                          : 'text-ink-muted hover:bg-sunken hover:text-ink',
                      )}
                    >
                      <Icon className="size-4 shrink-0" aria-hidden />
                      {label}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </nav>
      <div className="border-t border-line p-2.5">
        <UserMenu onNavigate={onNavigate} />
      </div>
    </div>
  );
}
