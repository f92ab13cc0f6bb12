import type { EntryState, GatewayHealth, GatewayProblem } from '@gatehouse/contracts/gateways';
import { problemTitles } from '../messages/en.ts';

type Entry = { id: string; name: string; state: EntryState };
type Gateway = { id: string; name: string; health: GatewayHealth; problem?: GatewayProblem | null };

export type AttentionItem = { key: string; tone: 'bad' | 'warn'; title: string; text: string; href: string };

type Lists = {
  gateways: readonly Gateway[];
  canOpenGateways: boolean;
  entries: readonly { href: string; label: string; rows: readonly Entry[] }[];
};

/** What a person should look at: gateways that do not answer, and entries that do not get through by themselves. */
export function attentionItems({ gateways, canOpenGateways, entries }: Lists): AttentionItem[] {
  const ofGateways = gateways
    .filter((gateway) => gateway.health === 'unreachable' || gateway.health === 'locked-out' || gateway.problem)
    .map((gateway) => ({
      key: gateway.id,
      tone: 'bad' as const,
      title: gateway.name,
      text: gateway.problem ? problemTitles[gateway.problem.code] : healthTexts[gateway.health],
      href: canOpenGateways ? `/gateways/${gateway.id}` : '/models',
    }));
  const ofEntries = entries.flatMap(({ href, label, rows }) =>
    rows
      .filter(({ state }) => state.status === 'rejected' || state.status === 'conflict' || state.status === 'drifted')
      .map(({ id, name, state }) => ({
        key: id,
        tone: state.status === 'drifted' ? ('warn' as const) : ('bad' as const),
        title: `${label} “${name}”`,
        text: state.problem ? problemTitles[state.problem.code] : entryTexts[state.status],
        href,
      })),
  );
  return [...ofGateways, ...ofEntries];
}

/** Entries that are on their way by themselves. */
export const pendingCount = (entries: Lists['entries']): number =>
  entries.flatMap(({ rows }) => rows).filter(({ state }) => state.status === 'pending' || state.status === 'unknown')
    .length;

const healthTexts: Record<GatewayHealth, string> = {
  unknown: 'It has not been checked yet',
  healthy: 'It answers again',
  unreachable: 'The gateway cannot be reached',
  'locked-out': 'The gateway has locked us out',
};

const entryTexts: Record<EntryState['status'], string> = {
  pending: 'Not confirmed yet',
  applied: 'In effect',
  drifted: 'It was changed at the gateway and is being put back',
  conflict: 'It keeps changing back at the gateway',
  rejected: 'The gateway does not accept it',
  unknown: 'Reading back what the gateway has',
};
