import type { Kysely, KyselyPlugin } from 'kysely';
import type { Database } from '../schema/index.ts';

/** The same database; `onStatement` is called for each statement that is asked for through it, not for those of others. */
export function countStatements(db: Kysely<Database>, onStatement: () => void): Kysely<Database> {
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      onStatement();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return db.withPlugin(plugin);
}
