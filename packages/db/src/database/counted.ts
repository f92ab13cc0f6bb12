import type { Kysely, KyselyPlugin } from 'kysely';
import type { Database } from '../schema/index.ts';

/** The same database; `onStatement` is called for each statement that is answered through it, not for those of others. */
export function countStatements(db: Kysely<Database>, onStatement: () => void): Kysely<Database> {
  const plugin: KyselyPlugin = {
    // Called for each part of a statement as well.
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      onStatement();
      return result;
    },
  };
  return db.withPlugin(plugin);
}
