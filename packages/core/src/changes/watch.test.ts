import type { ChangeEvent } from '@gatehouse/contracts/gateways';
import type { Role } from '@gatehouse/contracts/permissions';
import { describe, expect, it } from 'vitest';
import { anonymous, type UserActor } from '../actor/index.ts';
import { type Change, createChanges, watchChanges } from './index.ts';

const person = (userId: string, role: Role): UserActor => ({
  type: 'user',
  userId,
  name: userId,
  email: `${userId}@example.test`,
  role,
  via: { type: 'session', sessionId: 'session' },
});

const change = (topic: Change['topic'], id: string, ownerUserId: string | null): Change => ({
  topic,
  id,
  gatewayId: 'gateway',
  ownerUserId,
});

/** Everything that the actor sees of these changes; the last one is visible to all and ends the watch. */
async function seenBy(actor: UserActor, sent: Change[]): Promise<string[]> {
  const changes = createChanges();
  const end = new AbortController();
  const watch = watchChanges({ actor, changes }, end.signal);
  const first = watch.next();
  changes.receive(JSON.stringify([...sent, change('gateways', 'last', null)]));
  const seen: ChangeEvent[] = [];
  for (let step = await first; !step.done; step = await watch.next()) {
    seen.push(step.value);
    if (step.value.id === 'last') end.abort();
  }
  return seen.slice(0, -1).map(({ id }) => id);
}

describe('watchChanges', () => {
  const sent = [
    change('client-keys', 'mine', 'me'),
    change('client-keys', 'theirs', 'them'),
    change('provider-keys', 'nobodys', null),
    change('models', 'models', null),
  ];

  it('shows a member what is their own and what concerns everybody', async () => {
    expect(await seenBy(person('me', 'member'), sent)).toEqual(['mine', 'models']);
  });

  it('shows everything to those who may read everything', async () => {
    expect(await seenBy(person('me', 'auditor'), sent)).toEqual(['mine', 'theirs', 'nobodys', 'models']);
  });

  it('makes several changes of one thing that nobody has read yet into one', async () => {
    const mine = change('client-keys', 'mine', 'me');
    expect(await seenBy(person('me', 'member'), [change('models', 'other', null), mine, mine, mine])).toEqual([
      'other',
      'mine',
    ]);
  });

  it('stops listening when it ends', async () => {
    const changes = createChanges();
    let listeners = 0;
    const counted = {
      ...changes,
      subscribe(handler: (change: Change) => void) {
        listeners += 1;
        const unsubscribe = changes.subscribe(handler);
        return () => {
          listeners -= 1;
          unsubscribe();
        };
      },
    };
    const end = new AbortController();
    const watch = watchChanges({ actor: person('me', 'member'), changes: counted }, end.signal);
    const next = watch.next();
    expect(listeners).toBe(1);
    end.abort();
    expect((await next).done).toBe(true);
    expect(listeners).toBe(0);
  });

  it('refuses anonymous callers', async () => {
    const watch = watchChanges({ actor: anonymous, changes: createChanges() }, new AbortController().signal);
    await expect(watch.next()).rejects.toMatchObject({ payload: { code: 'unauthenticated' } });
  });
});
