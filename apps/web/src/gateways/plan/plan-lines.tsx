import type { HeldEntry, PlanAction, PlannedChange, ResourcePlan } from '@gatehouse/contracts/gateway-upkeep';
import { Pause } from 'lucide-react';
import type { ReactNode } from 'react';
import { problemTitles } from '../../messages/en.ts';
import { heldReasons, planWords, resourcePlurals } from '../../messages/gateway-upkeep.ts';
import { cn } from '../../ui/class-names.ts';
import { ShownRows } from '../shown-rows.tsx';

const tones: Record<PlanAction, string> = {
  add: 'border-good-line bg-good-soft text-good',
  change: 'border-warn-line bg-warn-soft text-warn',
  clear: 'border-warn-line bg-warn-soft text-warn',
  collapse: 'border-warn-line bg-warn-soft text-warn',
  reload: 'border-warn-line bg-warn-soft text-warn',
  remove: 'border-bad-line bg-bad-soft text-bad',
};

/** What would happen to one of the gateway's lists. */
export function ResourceSection({ plan }: { plan: ResourcePlan }) {
  const { resource, changes, held, agreeing } = plan;
  const lines = [...changes, ...held];
  const rest = agreeing > 0 && `${agreeing} as ${agreeing === 1 ? 'it' : 'they'} should be`;
  return (
    <section aria-label={resourcePlurals[resource]} className="border-t border-line">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 bg-canvas px-4 py-2">
        <h3 className="text-sm font-semibold">{resourcePlurals[resource]}</h3>
        <span className="text-xs text-ink-muted">{rest || (lines.length === 0 && 'none')}</span>
      </header>
      {lines.length > 0 && (
        <ShownRows rows={lines} of={lines.length} noun="lines" isCountless>
          {(shown) => (
            <ul className="divide-y divide-line border-t border-line">
              {shown.map((line) =>
                'action' in line ? (
                  <ChangeLine key={line.entryId} change={line} />
                ) : (
                  <HeldLine key={line.entryId} held={line} />
                ),
              )}
            </ul>
          )}
        </ShownRows>
      )}
    </section>
  );
}

function ChangeLine({ change }: { change: PlannedChange }) {
  const { sign, count, meaning } = planWords[change.action];
  return (
    <Line mark={sign} tone={tones[change.action]} word={count} entry={change}>
      {meaning}
      {change.fields.length > 0 && (
        <span className="mt-1 flex flex-wrap gap-1">
          <span className="sr-only">Fields:</span>
          {change.fields.map((field) => (
            <code key={field} className="rounded-[5px] border border-line bg-sunken px-1.5 text-2xs text-ink">
              {field}
            </code>
          ))}
        </span>
      )}
    </Line>
  );
}

function HeldLine({ held }: { held: HeldEntry }) {
  return (
    <Line
      mark={<Pause className="size-3" aria-hidden />}
      tone="border-line bg-sunken text-ink-muted"
      word="held"
      entry={held}
    >
      {heldReasons[held.reason]}
      {held.problem && (
        <span className="mt-0.5 block">
          {problemTitles[held.problem.code]}: {held.problem.message}
        </span>
      )}
    </Line>
  );
}

type LineProps = {
  mark: ReactNode;
  tone: string;
  word: string;
  entry: Pick<PlannedChange, 'label' | 'masked' | 'ownerName'>;
  children: ReactNode;
};

/** One line of a plan. */
export function Line({ mark, tone, word, entry, children }: LineProps) {
  const { label, masked, ownerName } = entry;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 px-4 py-2.5">
      <span
        aria-hidden
        className={cn('mt-px grid size-5 place-items-center rounded-[5px] border font-mono text-sm leading-none', tone)}
      >
        {mark}
      </span>
      <div className="grid min-w-0 gap-0.5">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="font-medium [overflow-wrap:anywhere]">{label}</span>
          {masked && <span className="font-mono text-xs text-ink-muted [overflow-wrap:anywhere]">{masked}</span>}
          <span className="text-xs text-ink-faint">{ownerName ?? 'Gatehouse'}</span>
          <span className="ml-auto text-xs text-ink-muted">{word}</span>
        </p>
        <div className="text-xs text-ink-muted [overflow-wrap:anywhere]">{children}</div>
      </div>
    </li>
  );
}
