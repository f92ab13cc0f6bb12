import type { Answered, ApplyOutcome } from './outcome.ts';

/** A team as a gateway knows it; `memberIds` are people of the gateway, ours and others. */
export type ObservedTeam = { id: string; name: string; memberIds: string[] };

/**
 * Teams to which a gateway counts what their keys spend. A key can be put into a team only while its person is a member.
 * Their ids are ours.
 */
export interface TeamsDriver {
  /** Those of these ids that the gateway has. */
  list(ids: readonly string[]): Promise<Answered<{ teams: ObservedTeam[] }>>;
  /** Without members. Adding what is there is no error. */
  add(team: Pick<ObservedTeam, 'id' | 'name'>): Promise<ApplyOutcome>;
  rename(team: Pick<ObservedTeam, 'id' | 'name'>): Promise<ApplyOutcome>;
  addMember(id: string, personId: string): Promise<ApplyOutcome>;
  /** Only of a member without keys in the team: the gateway would delete those as well. */
  removeMember(id: string, personId: string): Promise<ApplyOutcome>;
  /** Only of a team without keys, for the same reason. Removing what is not there is no error. */
  remove(id: string): Promise<ApplyOutcome>;
}
