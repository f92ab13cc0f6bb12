'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/input.tsx';

type PatternListProps = {
  label: string;
  placeholder: string;
  value: readonly string[];
  /** What stands beside each. */
  countOf?: (pattern: string) => string;
  onChange?: (patterns: string[]) => void;
};

/** Short texts, one a line; without `onChange` they are only shown. */
export function PatternList({ label, placeholder, value, countOf, onChange }: PatternListProps) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const pattern = typed.trim();
    if (pattern === '') return;
    onChange?.([...value.filter((other) => other !== pattern), pattern]);
    setTyped('');
  };
  return (
    <div className="grid gap-2">
      {value.length > 0 && (
        <ul aria-label={label} className="grid gap-1">
          {value.map((pattern) => (
            <li key={pattern} className="flex min-h-8 items-center gap-3 rounded-control bg-sunken py-1 pr-1 pl-2.5">
              <span className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere]">{pattern}</span>
              {countOf && <span className="text-xs text-ink-faint">{countOf(pattern)}</span>}
              {onChange ? (
                <Button
                  variant="ghost"
                  size="icon"
                  className="size-6"
                  aria-label={`Remove ${pattern}`}
                  onClick={() => onChange(value.filter((other) => other !== pattern))}
                >
                  <X aria-hidden />
                </Button>
              ) : (
                <span className="w-1" />
              )}
            </li>
          ))}
        </ul>
      )}
      {onChange && (
        <form
          className="flex max-w-lg gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Input
            aria-label={`Add to ${label.toLowerCase()}`}
            placeholder={placeholder}
            className="font-mono text-xs"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" className="h-9" disabled={typed.trim() === ''}>
            <Plus aria-hidden /> Add
          </Button>
        </form>
      )}
    </div>
  );
}
