import { type ClientKeyView, createClientKeyInput } from '@gatehouse/contracts/client-keys';
import { connect } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { rememberSecret } from '../terminal/redact.ts';
import { showTable } from '../terminal/table.ts';
import { concludeChange, confirmationWaitMs, shortState } from './entry-state.ts';
import { chooseGateway } from './gateway-choice.ts';
import { checkInput } from './input.ts';
import { type LimitOptions, limitsFrom, shortLimits } from './keys-limits.ts';
import { isId, pick } from './pick.ts';
import { findTeam } from './teams.ts';

export async function listKeys(invocation: Invocation, options: { all?: boolean }): Promise<number> {
  const { client } = await connect(invocation);
  const clientKeys = await client.clientKeys.list.query({ scope: options.all ? 'all' : 'own' });
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json({ clientKeys });
    return 0;
  }
  const hasTeams = clientKeys.some(({ team }) => team !== null);
  const rows = clientKeys.map((key) => [
    key.name,
    key.masked,
    stateOf(key),
    shortLimits(key),
    ...(hasTeams ? [key.team?.name ?? ''] : []),
    key.gatewayName,
    ...(options.all ? [key.owner?.name ?? ''] : []),
    key.createdAt.toISOString().slice(0, 10),
    key.id,
  ]);
  const head = ['NAME', 'KEY', 'STATE', 'LIMITS', ...(hasTeams ? ['TEAM'] : []), 'GATEWAY'];
  head.push(...(options.all ? ['OWNER'] : []), 'CREATED', 'ID');
  showTable(terminal, head, rows, 'You have no client key. Create one: gatehouse keys create <name>');
  return 0;
}

function stateOf(key: ClientKeyView): string {
  if (key.revokedAt) return 'revoked';
  const word = key.isBlocked ? 'blocked' : key.isExpired ? 'expired' : null;
  if (word === null) return shortState(key.state);
  return key.state.status === 'applied' ? word : `${word} (${key.state.status})`;
}

export async function createKey(
  invocation: Invocation,
  name: string,
  options: LimitOptions & { gateway?: string; team?: string },
): Promise<number> {
  const limits = limitsFrom(options);
  checkInput(createClientKeyInput, { name, ...limits });
  const { client } = await connect(invocation);
  const gatewayId = await chooseGateway(client, options.gateway);
  const teamId = options.team === undefined ? undefined : (await findTeam(client, options.team)).id;
  const input = { name, gatewayId, teamId, ...limits, waitMs: confirmationWaitMs };
  const created = await client.clientKeys.create.mutate(input);
  const { terminal } = invocation;
  if (terminal.isJson) terminal.json(created);
  else {
    terminal.note('This is shown once; keep it where nobody else reads it:');
    terminal.result(created.key);
    terminal.note(`Clients send requests to ${created.baseUrl}`);
  }
  rememberSecret(created.key);
  return concludeChange(invocation, `Client key “${created.clientKey.name}”`, created.clientKey.state);
}

export async function revokeKey(invocation: Invocation, idOrName: string): Promise<number> {
  const { client } = await connect(invocation);
  // Whoever may revoke other people's keys names them by id.
  const id = isId(idOrName) ? idOrName : await ownKeyByName();
  const { state } = await client.clientKeys.revoke.mutate({ id, waitMs: confirmationWaitMs });
  if (invocation.terminal.isJson) invocation.terminal.json({ id, state });
  return concludeChange(invocation, `Client key “${idOrName}” revoked`, state);

  async function ownKeyByName(): Promise<string> {
    const own = await client.clientKeys.list.query({ scope: 'own' });
    const open = own.filter((key) => key.revokedAt === null);
    return pick(open, idOrName, 'client key').id;
  }
}
