import { connect } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { showTable } from '../terminal/table.ts';
import { isId, pick } from './pick.ts';

export async function listTokens(invocation: Invocation): Promise<number> {
  const { client } = await connect(invocation);
  const accessTokens = await client.accessTokens.list.query();
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json({ accessTokens });
    return 0;
  }
  const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? 'never';
  const rows = accessTokens.map(({ name, kind, prefix, lastFour, scopes, lastUsedAt, expiresAt, id }) => {
    return [name, kind, `${prefix}…${lastFour}`, scopes.join(' '), day(lastUsedAt), day(expiresAt), id];
  });
  showTable(
    terminal,
    ['NAME', 'KIND', 'TOKEN', 'MAY', 'LAST USED', 'EXPIRES', 'ID'],
    rows,
    'You have no access token.',
  );
  return 0;
}

export async function revokeToken(invocation: Invocation, idOrName: string): Promise<number> {
  const { client } = await connect(invocation);
  const id = isId(idOrName) ? idOrName : pick(await client.accessTokens.list.query(), idOrName, 'access token').id;
  await client.accessTokens.revoke.mutate({ id });
  if (invocation.terminal.isJson) invocation.terminal.json({ id, revoked: true });
  else invocation.terminal.result(`Access token “${idOrName}” revoked.`);
  return 0;
}
