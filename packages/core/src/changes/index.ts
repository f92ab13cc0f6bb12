import type { ChangeEvent } from '@gatehouse/contracts/gateways';
import { notify } from '@gatehouse/db/notifications';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';

export { watchChanges } from './watch.ts';

export const changesChannel = 'gatehouse_changes';

/** `ownerUserId` null: nobody's own, shown to those who may read everybody's. */
export type Change = ChangeEvent & { ownerUserId: string | null };

/** Tells every process, and through it every open page, that something looks different now. A hint: nothing depends on it. */
export type Changes = {
  publish(db: Kysely<Database>, changes: readonly Change[]): Promise<void>;
  subscribe(handler: (change: Change) => void): () => void;
  /** Called for what arrives on `changesChannel`. */
  receive(payload: string): void;
};

// NOTIFY carries less than 8000 bytes; a change takes about 200.
const perMessage = 30;

export function createChanges(): Changes {
  const handlers = new Set<(change: Change) => void>();
  return {
    async publish(db, changes) {
      const messages: string[] = [];
      for (let start = 0; start < changes.length; start += perMessage)
        messages.push(JSON.stringify(changes.slice(start, start + perMessage)));
      if (messages.length === 1) return notify(db, changesChannel, messages[0] ?? '');
      if (messages.length > 1)
        await sql`select pg_notify(${changesChannel}, message) from unnest(${messages}::text[]) message`.execute(db);
    },
    subscribe(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    receive(payload) {
      for (const change of JSON.parse(payload) as Change[]) for (const handler of handlers) handler(change);
    },
  };
}
