import { type EntryEventKind, entryEventKinds, type GatewayEventView } from '@gatehouse/contracts/gateway-upkeep';
import { gatewayHealths, gatewayProblems, type RivalNotice } from '@gatehouse/contracts/gateways';
import { healthLabels, problemTitles } from '../../messages/en.ts';
import { eventTexts, factLabel, rivalReasons } from '../../messages/gateway-upkeep.ts';
import { absoluteTime } from '../../ui/relative-time.ts';

type Event = Pick<GatewayEventView, 'kind' | 'label' | 'details'>;

const isOfEntry = (kind: string): kind is EntryEventKind => entryEventKinds.some((one) => one === kind);

/** Whom it happened to, where that is one entry, and what happened. */
export function eventTitle({ kind, label }: Pick<Event, 'kind' | 'label'>): { subject: string | null; text: string } {
  return { subject: isOfEntry(kind) ? (label ?? 'An entry') : null, text: eventTexts[kind] };
}

/** What is known beyond that, each part a sentence or a name with its value. */
export function eventDetails({ kind, details }: Pick<Event, 'kind' | 'details'>): string[] {
  const { from, to, problem, reason, at, ...others } = details;
  const parts: string[] = [];
  if (to !== undefined) parts.push(from ? `${wordOf(kind, from)} → ${wordOf(kind, to)}` : wordOf(kind, to));
  if (problem !== undefined) parts.push(problemText(problem));
  if (reason !== undefined) parts.push(rivalReasons[reason as RivalNotice['reason']] ?? reason);
  if (at !== undefined) parts.push(Number.isNaN(Date.parse(at)) ? at : absoluteTime(new Date(at)));
  for (const [name, value] of Object.entries(others)) parts.push(`${factLabel(name)}: ${value}`);
  return parts;
}

function wordOf(kind: Event['kind'], value: string): string {
  if (kind !== 'health-changed' && kind !== 'locked-out') return value;
  const health = gatewayHealths.find((one) => one === value);
  return health ? healthLabels[health] : value;
}

function problemText(code: string): string {
  const known = gatewayProblems.find((one) => one === code);
  return known ? problemTitles[known] : code;
}

/** How it stands with an entry now: put right, or what is still open. Null for what concerns the whole gateway. */
export function outcomeText(event: Pick<GatewayEventView, 'kind' | 'action' | 'resolvedAt'>): string | null {
  if (!isOfEntry(event.kind)) return null;
  if (event.resolvedAt) return 'As wanted again';
  if (event.action === 'held') return 'Waits for a decision';
  if (event.action === 'reported') return 'Still different';
  return event.action === 'repaired' ? null : 'Not confirmed yet';
}
