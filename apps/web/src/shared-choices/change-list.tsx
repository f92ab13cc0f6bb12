import type { ChoiceChange } from '@gatehouse/contracts/sharing';
import { Minus, Pencil, Plus } from 'lucide-react';
import { inPlaceOrder, placeName } from '../choices/place-name.ts';

/** What is different, line by line: what was taken away, what came, what became another. */
export function ChangeList({ changes, label }: { changes: readonly ChoiceChange[]; label: string }) {
  return (
    <ul
      aria-label={label}
      className="grid divide-y divide-line overflow-hidden rounded-card border border-line text-xs"
    >
      {inPlaceOrder(changes).map((change) => (
        <ChangeLine key={change.at} {...change} />
      ))}
    </ul>
  );
}

function ChangeLine({ at, before, after }: ChoiceChange) {
  const [Icon, mark, word] =
    before === null
      ? [Plus, 'text-good', 'Added']
      : after === null
        ? [Minus, 'text-bad', 'Removed']
        : [Pencil, 'text-warn', 'Changed'];
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-0.5 px-3 py-2 sm:grid-cols-[auto_12rem_minmax(0,1fr)]">
      <Icon className={`mt-0.5 size-3.5 ${mark}`} aria-hidden />
      <span className="[overflow-wrap:anywhere]">
        <span className="sr-only">{word}: </span>
        {placeName(at)}
      </span>
      <span className="col-start-2 font-mono [overflow-wrap:anywhere] sm:col-start-auto">
        {before !== null && <del className="mr-2 text-ink-faint">{before}</del>}
        {after}
      </span>
    </li>
  );
}
