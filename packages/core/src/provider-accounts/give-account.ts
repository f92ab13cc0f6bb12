import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { system } from '../actor/index.ts';
import { audit } from '../audit/index.ts';
import { type ConnectRow, endConnect, lockUnsettled } from './connect-repository.ts';
import { end } from './end-login.ts';
import { fileNamePlace } from './file-names.ts';
import { insertAccount } from './repository.ts';
import type { AccountsRun, SeenFile } from './run.ts';

/** The credential is this login's. If its person gave the login up, it is theirs only to be taken away again. */
export async function giveAccount(run: AccountsRun, row: ConnectRow, file: SeenFile): Promise<void> {
  const id = newId();
  const isGiven = await withTransaction(run.db, async (tx) => {
    const owner = await tx
      .selectFrom('users')
      .select(['name', 'removed_at'])
      .where('id', '=', row.user_id)
      .forKeyShare()
      .executeTakeFirstOrThrow();
    const current = await lockUnsettled(tx, row.id);
    // It was settled meanwhile, by whoever was the writer then.
    if (!current) return true;
    const isWanted = current.status === 'open' && owner.removed_at === null;
    const inserted = await insertAccount(tx, {
      id,
      gateway_id: row.gateway_id,
      user_id: row.user_id,
      provider: row.provider,
      name: row.name,
      file_name_hmac: file.hmac,
      file_name_sealed: run.sealer.seal(file.fileName, fileNamePlace(id)),
      is_disabled: file.isDisabled,
      desired: isWanted ? 'present' : 'absent',
    });
    if (!inserted) return false;
    await endConnect(tx, row.id, { status: isWanted ? 'connected' : 'cancelled', accountId: id });
    await audit(
      tx,
      { actor: system('sync'), requestId: null },
      {
        action: isWanted ? 'provider-account.connected' : 'provider-account.refused',
        resource: 'provider-account',
        resourceId: id,
        details: { provider: row.provider, name: row.name, owner: owner.name },
      },
    );
    return true;
  });
  if (!isGiven) return end(run, row, { status: 'failed', problem: 'taken' });
  await run.changes.publish(run.db, [
    { topic: 'provider-accounts', id, gatewayId: row.gateway_id, ownerUserId: row.user_id },
  ]);
}
