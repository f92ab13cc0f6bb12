import type { AccountProvider, CompleteConnectInput, ConnectView } from '@gatehouse/contracts/provider-accounts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { type ConnectRow, connectView, selectConnect } from './connect-repository.ts';
import { statePlace } from './file-names.ts';
import { askGateway } from './gateway-access.ts';

/**
 * Hands the gateway what the provider's page answered. Only the login's own person can, and only what belongs to this
 * login. Whether an account came of it is found out by the worker.
 */
export async function completeConnect(ctx: Context, input: CompleteConnectInput): Promise<ConnectView> {
  const row = await ownConnect(ctx, input.id);
  if (row.status !== 'open' || !row.state_sealed)
    throw fail('connect_not_open', 'This login has ended. Start it again.', {});
  const answer = answerIn(input.callbackUrl);
  if (answer.state !== ctx.sealer.open(row.state_sealed, statePlace(row.id)))
    throw unusable('This address belongs to another login. Paste the one at which this login ended.');
  const gateway = await resolveGateway(ctx, row.gateway_id);
  const callback = { provider: row.provider as AccountProvider, ...answer };
  await askGateway(ctx, gateway, async (accounts) => {
    const outcome = await accounts.completeLogin(callback);
    // Pasted twice, or the answer was lost: what came of it shows when the gateway is asked.
    if (outcome.outcome !== 'rejected' || outcome.problem.code === 'refused') return { ok: true };
    return { ok: false, problem: outcome.problem };
  });
  ctx.wakeSync(gateway.id);
  return connectView(row);
}

/** Of the person who started it; anybody else learns nothing of it. */
export async function ownConnect(ctx: Context, id: string): Promise<ConnectRow> {
  const actor = permitUser(ctx, 'provider-accounts:connect-own');
  const row = await selectConnect(ctx.db, id);
  if (row?.user_id !== actor.userId) throw notFound('login');
  return row;
}

function answerIn(callbackUrl: string): { state: string; code: string } | { state: string; error: string } {
  const url = URL.canParse(callbackUrl) ? new URL(callbackUrl) : null;
  if (!url) throw unusable('Paste the whole address from the browser, beginning with http.');
  const inFragment = new URLSearchParams(url.hash.slice(1));
  const field = (name: string) => url.searchParams.get(name) ?? inFragment.get(name) ?? '';
  const [state, code, error] = [field('state'), field('code'), field('error')];
  if (state === '')
    throw unusable('This address holds no answer of a provider. Paste the one at which the login ended.');
  if (error !== '') return { state, error };
  if (code === '') throw unusable('The provider’s answer is missing in this address. Paste the whole of it.');
  return { state, code };
}

const unusable = (message: string) => fail('callback_unusable', message, { message });
