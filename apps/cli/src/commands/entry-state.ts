import type { EntryState, EntryStatus } from '@gatehouse/contracts/gateways';
import { exitCodes } from '../failures/exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { redact } from '../terminal/redact.ts';

/** How long a change may wait for the gateway to confirm it; the most that the server offers. */
export const confirmationWaitMs = 10_000;

const sentences = {
  applied: 'the gateway has confirmed it',
  pending: 'the gateway has not confirmed it yet; Gatehouse keeps trying',
  unknown: "the gateway's answer was lost; Gatehouse is reading back",
  drifted: 'the gateway shows something else; Gatehouse is putting it right',
  rejected: 'the gateway refuses it; correct it in Gatehouse',
  conflict: 'something else keeps changing it at the gateway; an administrator must decide',
} as const satisfies Record<EntryStatus, string>;

export const describeState = (state: EntryState): string =>
  `${state.status}: ${state.problem?.message ?? sentences[state.status]}`;

/** For a table cell. */
export const shortState = (state: EntryState): string =>
  state.desired === 'absent' ? `removing (${state.status})` : state.status;

/** Notes how the change stands; the exit code says whether it will happen by itself. */
export function concludeChange({ terminal }: Invocation, subject: string, state: EntryState): number {
  terminal.note(printable(redact(`${subject}: ${describeState(state)}`)));
  return state.status === 'rejected' || state.status === 'conflict' ? exitCodes.conflict : 0;
}
