'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { ToggleGroup } from 'radix-ui';
import { useSyncExternalStore } from 'react';

const themes = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'System', icon: Monitor },
];

const never = () => () => {};

export function ThemeToggle({ hasText = false }: { hasText?: boolean }) {
  const { theme, setTheme } = useTheme();
  // The server does not know the choice, so nothing is marked until the browser takes over.
  const isMounted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <ToggleGroup.Root
      type="single"
      aria-label="Theme"
      value={isMounted ? (theme ?? 'system') : ''}
      onValueChange={(value) => value && setTheme(value)}
      className="inline-flex w-fit rounded-control border border-line bg-canvas p-0.5"
    >
      {themes.map(({ value, label, icon: Icon }) => (
        <ToggleGroup.Item
          key={value}
          value={value}
          aria-label={label}
          className="inline-flex h-6.5 items-center gap-1.5 rounded-[5px] px-2 text-xs text-ink-muted hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-card dark:data-[state=on]:bg-sunken"
        >
          <Icon className="size-3.5" aria-hidden />
          {hasText && label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
