import type { UserView } from '@gatehouse/contracts/identity';
import type { Role } from '@gatehouse/contracts/permissions';
import { lockTransaction } from '@gatehouse/db/locks';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import type { Actor } from '../actor/index.ts';
import { fail } from '../errors/index.ts';
import { activeOwnerIds } from './repository.ts';

/** The first statement of whatever could take away an owner: one at a time, or two could each leave the other. */
export const lockOwners = (tx: Transaction<Database>): Promise<void> => lockTransaction(tx, 'owners');

/** Only owners make, change and remove owners, and one who can sign in always stays. `next` null: removed. */
export async function checkOwners(
  tx: Transaction<Database>,
  actor: Actor,
  user: UserView,
  next: { role: Role; isActive: boolean } | null,
): Promise<void> {
  if (user.role !== 'owner' && next?.role !== 'owner') return;
  const owners = await activeOwnerIds(tx);
  // Read again: the actor may have lost the role since the request was authenticated.
  if (!(actor.type === 'system' || (actor.type === 'user' && owners.includes(actor.userId)))) throw onlyOwners();
  const stays = next?.role === 'owner' && next.isActive;
  if (!stays && owners.length === 1 && owners[0] === user.id)
    throw fail('last_owner', 'This is the last owner. Make somebody else an owner first.', {});
}

export const onlyOwners = () => fail('forbidden', 'Only an owner may do this with an owner.', {});
