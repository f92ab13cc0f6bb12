import type { ObservedTeam } from '@gatehouse/gateways/driver';

/** A team that is, or was, at a gateway. */
export type WantedTeam = {
  /** Ours, as the gateway knows it. */
  id: string;
  name: string;
  /** The people of the gateway whose keys are to be in it. */
  memberIds: string[];
  /** Removed here: it goes from the gateway as soon as no key hangs on it. */
  isRemoved: boolean;
};

export type TeamStep =
  | { kind: 'add' | 'rename'; team: WantedTeam }
  | { kind: 'add-member' | 'remove-member'; team: WantedTeam; personId: string }
  | { kind: 'remove'; team: WantedTeam }
  | { kind: 'forget'; team: WantedTeam };

/**
 * A team is there before a key is put into it, and so are those whose keys come. Who has no key in it any more leaves it,
 * if they are a person of ours. Pure.
 */
export function planTeams(
  wanted: readonly WantedTeam[],
  seen: readonly ObservedTeam[],
  isOurPerson: (personId: string) => boolean,
): TeamStep[] {
  const byId = new Map(seen.map((team) => [team.id, team]));
  return wanted.flatMap((team): TeamStep[] => {
    const found = byId.get(team.id);
    if (team.isRemoved) return [{ kind: found ? 'remove' : 'forget', team }];
    const members = new Set(found?.memberIds);
    const coming = team.memberIds.filter((id) => !members.has(id));
    const leaving = [...members].filter((id) => !team.memberIds.includes(id) && isOurPerson(id));
    // One without keys that was never there need not come.
    if (!found && coming.length === 0) return [];
    return [
      ...(found ? [] : [{ kind: 'add' as const, team }]),
      ...(found && found.name !== team.name ? [{ kind: 'rename' as const, team }] : []),
      ...coming.map((personId) => ({ kind: 'add-member' as const, team, personId })),
      ...leaving.map((personId) => ({ kind: 'remove-member' as const, team, personId })),
    ];
  });
}
