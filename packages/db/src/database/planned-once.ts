import { type Kysely, type KyselyPlugin, RawNode, type RootOperationNode } from 'kysely';
import type { PoolClient } from 'pg';
import { sqlState } from '../errors/index.ts';
import type { Database } from '../schema/index.ts';

const mark = '/* planned once */ ';
/** What was planned does not fit the tables any more, or the connection does not know it. */
const stale = new Set(['0A000', '26000']);

const plugin: KyselyPlugin = {
  transformQuery: ({ node }) => marked(node),
  transformResult: async ({ result }) => result,
};

function marked(node: RootOperationNode): RootOperationNode {
  if (!RawNode.is(node)) return node;
  const [first = '', ...rest] = node.sqlFragments;
  return RawNode.create([mark + first, ...rest], node.parameters);
}

const known = new WeakMap<Kysely<Database>, Kysely<Database>>();

/**
 * The same database, where each connection parses and plans a statement of `sql` once, for all values: for one that is
 * sent all the time and is large. Not for one whose plan depends on a value, as on one that a partial index asks for.
 */
export function planOnce(db: Kysely<Database>): Kysely<Database> {
  const planned = known.get(db) ?? db.withPlugin(plugin);
  known.set(db, planned);
  return planned;
}

/** Makes the connections of a pool know such statements by a name. */
export function createPlanKeeper(): (client: PoolClient) => void {
  const names = new Map<string, string>();
  let count = 0;
  const nameOf = (text: string): string => {
    const name = names.get(text);
    if (name !== undefined) return name;
    count += 1;
    const fresh = `gatehouse_${count}`;
    names.set(text, fresh);
    return fresh;
  };
  return (client) => {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    const query = (...args: unknown[]) => {
      const [text, values] = args;
      if (typeof text !== 'string' || !text.startsWith(mark)) return send(...args);
      const answer = send({ name: nameOf(text), text, values }) as Promise<unknown>;
      answer.catch((error: unknown) => {
        // Under its next name it is planned anew.
        if (stale.has(sqlState(error) ?? '')) names.delete(text);
      });
      return answer;
    };
    client.query = query as typeof client.query;
  };
}
