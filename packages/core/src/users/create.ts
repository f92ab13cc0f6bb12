import type { Role } from '@gatehouse/contracts/permissions';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { type AuditSource, audit } from '../audit/index.ts';
import { insertUser } from './repository.ts';

export type NewUser = { name: string; email: string; passwordHash: string; role: Role };

/** Within the use case that admits somebody; throws `email_taken`. */
export async function createUser(tx: Transaction<Database>, source: AuditSource, user: NewUser): Promise<string> {
  const id = newId();
  const { name, email, role } = user;
  await insertUser(tx, { id, name, email, role, password_hash: user.passwordHash });
  await audit(tx, source, { action: 'user.created', resource: 'user', resourceId: id, details: { name, email, role } });
  return id;
}
