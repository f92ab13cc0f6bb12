import { z } from 'zod';
import { exclusionPattern } from '../bundle-choices/fields.ts';
import { displayName, email, id } from '../fields/index.ts';

/** An `admin` of a team manages its members and what it leaves out; a `member` sees it. */
export const teamRoles = ['admin', 'member'] as const;
export const teamRole = z.enum(teamRoles);
export type TeamRole = z.infer<typeof teamRole>;

const description = z
  .string()
  .trim()
  .max(500, 'A description has at most 500 characters.')
  .regex(/^[^\0\p{Surrogate}]*$/u, 'This holds a character that cannot be kept.');

export const listTeamsInput = z.object({ scope: z.enum(['own', 'all']).default('own') });
export const createTeamInput = z.object({ name: displayName, description: description.default('') });
export type CreateTeamInput = z.infer<typeof createTeamInput>;

/** What is left out stays. `version` is the one that the edit was made from; another one meanwhile is an `edit_conflict`. */
export const updateTeamInput = z.object({
  id,
  version: z.number().int().min(1),
  name: displayName.optional(),
  description: description.optional(),
  /** Models that no bundle of a member offers, whatever they choose. */
  exclusions: z.array(exclusionPattern).max(500).optional(),
});
export type UpdateTeamInput = z.infer<typeof updateTeamInput>;

export const teamByIdInput = z.object({ id });
export const addTeamMemberInput = z.object({ teamId: id, email, role: teamRole.default('member') });
export type AddTeamMemberInput = z.infer<typeof addTeamMemberInput>;
export const teamMemberInput = z.object({ teamId: id, userId: id });
export const updateTeamMemberInput = z.object({ teamId: id, userId: id, role: teamRole });
export type UpdateTeamMemberInput = z.infer<typeof updateTeamMemberInput>;

export type TeamMemberView = {
  userId: string;
  name: string;
  /** Null to a reader who may not manage the team nor see everybody. */
  email: string | null;
  role: TeamRole;
  joinedAt: Date;
};

export type TeamView = {
  id: string;
  name: string;
  description: string;
  exclusions: string[];
  /** Goes up with each edit of what stands above. */
  version: number;
  createdAt: Date;
  /** The reader's own; null: they are not in it. */
  ownRole: TeamRole | null;
  /** Whether the reader may change the team and its members. */
  isManageable: boolean;
  members: TeamMemberView[];
};
