import type { ChangeEvent } from '@gatehouse/contracts/gateways';
import type { Actor } from '../actor/index.ts';
import { may, unauthenticated } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import type { Change } from './index.ts';

// Somebody who reads slower than this many things change misses hints; the page reads everything again anyway.
const mostWaiting = 2000;

/** What changes from now on and the actor may see, until the signal ends it. Several changes of one thing become one. */
export async function* watchChanges(
  ctx: Pick<Context, 'actor' | 'changes'>,
  signal: AbortSignal,
): AsyncGenerator<ChangeEvent, void> {
  if (ctx.actor.type === 'anonymous') throw unauthenticated();
  const waiting = new Map<string, ChangeEvent>();
  let wake = () => {};
  const unsubscribe = ctx.changes.subscribe((change) => {
    if (!isVisible(ctx.actor, change) || waiting.size >= mostWaiting) return;
    const { topic, id, gatewayId } = change;
    waiting.set(`${topic} ${id}`, { topic, id, gatewayId });
    wake();
  });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      const [next] = waiting;
      if (next) {
        waiting.delete(next[0]);
        yield next[1];
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
  }
}

/** Gateways and models concern everybody; the rest its owner, and whoever may read everybody's. */
function isVisible(actor: Actor, { topic, ownerUserId }: Change): boolean {
  if (topic === 'gateways' || topic === 'models') return true;
  if (actor.type === 'user' && ownerUserId === actor.userId) return true;
  // What people choose is nobody else's to see.
  return topic !== 'bundle-choices' && may(actor, `${topic}:read`);
}
