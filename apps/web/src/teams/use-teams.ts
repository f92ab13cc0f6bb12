'use client';

import { type Answers, api } from '../api/client.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { scopeFor } from './scope.ts';

export type Team = Answers['teams']['list'][number];

export function useTeams() {
  const scope = scopeFor(useViewer());
  return api.teams.list.useQuery({ scope });
}

/** Puts a team as it was just answered into the list. */
export function useShowTeam(): (team: Team) => void {
  const scope = scopeFor(useViewer());
  const utils = api.useUtils();
  return (team) => utils.teams.list.setData({ scope }, (rows) => rows?.map((row) => (row.id === team.id ? team : row)));
}
