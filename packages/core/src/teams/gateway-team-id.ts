/** What a team is called at a gateway that has teams of its own: an id of ours, so that nobody else's is mistaken for it. */
export const gatewayTeamIdOf = (teamId: string): string => `gatehouse-team-${teamId}`;
