import type { Client } from '@gatehouse/client/client';
import { type ClientKeyView, updateClientKeyInput } from '@gatehouse/contracts/client-keys';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { concludeChange, confirmationWaitMs } from './entry-state.ts';
import { checkInput } from './input.ts';
import { type LimitOptions, limitsFrom } from './keys-limits.ts';
import { isId, pick } from './pick.ts';
import { findTeam } from './teams.ts';

export type EditKeyOptions = LimitOptions & { name?: string; team?: string; clear: Clearable[] };
type Clearable = 'models' | 'max-budget' | 'rpm' | 'tpm' | 'expiry' | 'team';

const fieldOf = {
  models: 'models',
  'max-budget': 'maxBudget',
  rpm: 'rpmLimit',
  tpm: 'tpmLimit',
  expiry: 'expiresAt',
  team: 'teamId',
} as const;

/** Changes what is given and leaves the rest. */
export async function editKey(invocation: Invocation, idOrName: string, options: EditKeyOptions): Promise<number> {
  const cleared = Object.fromEntries(options.clear.map((name) => [fieldOf[name], null]));
  const edit = { name: options.name, ...limitsFrom(options), ...cleared };
  if (options.team === undefined && Object.values(edit).every((value) => value === undefined))
    throw new Failure('invalid', 'There is nothing to change.', { advice: 'See: gatehouse keys edit --help' });
  return change(invocation, idOrName, edit, options.team);
}

export const blockKey = (invocation: Invocation, idOrName: string) => change(invocation, idOrName, { isBlocked: true });
export const unblockKey = (invocation: Invocation, idOrName: string) =>
  change(invocation, idOrName, { isBlocked: false });

async function change(invocation: Invocation, idOrName: string, edit: object, team?: string): Promise<number> {
  const { client } = await connect(invocation);
  const { id, version } = await findKey(client, idOrName);
  const teamId = team === undefined ? {} : { teamId: (await findTeam(client, team)).id };
  const input = { id, version, waitMs: confirmationWaitMs, ...edit, ...teamId };
  checkInput(updateClientKeyInput, input);
  const clientKey = await client.clientKeys.update.mutate(input);
  if (invocation.terminal.isJson) invocation.terminal.json({ clientKey });
  const word = clientKey.isBlocked ? ' (blocked)' : clientKey.isExpired ? ' (expired)' : '';
  return concludeChange(invocation, `Client key “${clientKey.name}”${word}`, clientKey.state);
}

/** One's own by id or name; somebody else's by id, for whoever may see everybody's. */
async function findKey(client: Client, idOrName: string): Promise<ClientKeyView> {
  const inForce = (keys: ClientKeyView[]) => keys.filter((key) => key.revokedAt === null);
  const own = inForce(await client.clientKeys.list.query({ scope: 'own' }));
  if (!isId(idOrName) || own.some((key) => key.id === idOrName)) return pick(own, idOrName, 'client key');
  return pick(inForce(await client.clientKeys.list.query({ scope: 'all' })), idOrName, 'client key');
}
