import type { Generated } from 'kysely';
import type { CreatedAt, DefaultJson, Nullable } from './columns.ts';

export interface TeamsTable {
  id: string;
  name: string;
  description: Generated<string>;
  exclusions: DefaultJson<string[]>;
  version: Generated<number>;
  created_by: Nullable<string>;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
  removed_at: Nullable<Date>;
}

export interface GatewayTeamsTable {
  gateway_id: string;
  team_id: string;
}

export interface TeamMembersTable {
  team_id: string;
  user_id: string;
  role: 'admin' | 'member';
  added_by: Nullable<string>;
  joined_at: CreatedAt;
}
