'use client';

import { useId } from 'react';
import { resourceLabels } from '../../messages/en.ts';
import { Input } from '../../ui/input.tsx';
import { nameProblem } from './entry-name.ts';
import type { Unmanaged } from './gateway-unmanaged.tsx';
import { choiceKey } from './unmanaged-facts.ts';

/** So many fields are still a form; with more of them the entries keep what they are called. */
const namedAtMost = 30;

type AdoptRowsProps = {
  entries: Unmanaged[];
  nameOf: (entry: Unmanaged) => string;
  onName: (entry: Unmanaged, name: string) => void;
  onSecret: (entry: Unmanaged, secret: string) => void;
};

/** The preview: what would be adopted, and what each will be called here. */
export function AdoptRows({ entries, nameOf, onName, onSecret }: AdoptRowsProps) {
  const areNamed = entries.length <= namedAtMost;
  return (
    <div className="grid gap-1.5">
      <p className="text-sm font-medium">{entries.length === 1 ? 'One entry' : `${entries.length} entries`}</p>
      <ul className="grid max-h-80 divide-y divide-line overflow-y-auto rounded-card border border-line">
        {entries.map((entry) => (
          <li key={choiceKey(entry)} className="grid items-center gap-x-4 gap-y-1.5 px-3.5 py-2 sm:grid-cols-2">
            <div className="grid min-w-0">
              <span className="text-sm [overflow-wrap:anywhere]">
                {entry.label}{' '}
                {entry.label !== resourceLabels[entry.resource] && (
                  <span className="text-xs text-ink-faint">{resourceLabels[entry.resource]}</span>
                )}
              </span>
              <span className="font-mono text-xs text-ink-muted [overflow-wrap:anywhere]">{entry.masked}</span>
            </div>
            {areNamed && <NameInput entry={entry} name={nameOf(entry)} onName={(name) => onName(entry, name)} />}
            {areNamed && entry.takesSecret && (
              <Input
                type="password"
                className="sm:col-start-2"
                aria-label={`The whole key of ${entry.label} ${entry.masked}`}
                autoComplete="off"
                placeholder="The whole key, if you have it"
                onChange={(event) => onSecret(entry, event.target.value)}
              />
            )}
          </li>
        ))}
      </ul>
      {!areNamed && <p className="text-xs text-ink-muted">They keep these names. Their owner can change them later.</p>}
    </div>
  );
}

function NameInput({ entry, name, onName }: { entry: Unmanaged; name: string; onName: (name: string) => void }) {
  const id = useId();
  const problem = nameProblem(name);
  return (
    <div className="grid gap-1">
      <Input
        aria-label={`Name for ${entry.label} ${entry.masked}`}
        aria-describedby={problem ? id : undefined}
        aria-invalid={problem ? true : undefined}
        autoComplete="off"
        placeholder={entry.label}
        value={name}
        onChange={(event) => onName(event.target.value)}
      />
      {problem && (
        <p id={id} role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
