import type { Database } from '@gatehouse/db/schema';
import { CompiledQuery, type Kysely, type RawBuilder } from 'kysely';

/** Stands in a statement for a value that each sending has its own of. */
export class Slot<Given> {
  readonly of: (given: Given) => unknown;

  constructor(of: (given: Given) => unknown) {
    this.of = of;
  }
}

/** The statement with the values of this time. */
export type Prepared<Given, Row> = (given: Given) => CompiledQuery<Row>;

const prepared = new WeakMap<Kysely<Database>, Map<string, Prepared<never, unknown>>>();

/**
 * For a statement that is sent all the time: making the text of a large one takes longer than everything else that its
 * sender does. `name` has to tell statements apart that are not the same but for their slots.
 */
export function preparedOnce<Given, Row>(
  db: Kysely<Database>,
  name: string,
  build: () => RawBuilder<Row>,
): Prepared<Given, Row> {
  const known = prepared.get(db) ?? new Map<string, Prepared<never, unknown>>();
  prepared.set(db, known);
  const found = known.get(name) as Prepared<Given, Row> | undefined;
  if (found) return found;
  const { sql, parameters } = build().compile(db);
  const fresh: Prepared<Given, Row> = (given) =>
    CompiledQuery.raw(
      sql,
      parameters.map((value) => (value instanceof Slot ? value.of(given) : value)),
    ) as CompiledQuery<Row>;
  known.set(name, fresh);
  return fresh;
}
