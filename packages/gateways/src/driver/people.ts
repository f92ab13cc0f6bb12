import type { Answered, ApplyOutcome } from './outcome.ts';

/** A person as a gateway knows them. `keyCount`: of whatever origin; null where the gateway does not say. */
export type ObservedPerson = { id: string; name: string; keyCount: number | null };

/** People to whom a gateway counts what their keys spend. Their ids are ours; it learns nothing of them but a name. */
export interface PeopleDriver {
  /** Those of these ids that the gateway has. */
  list(ids: readonly string[]): Promise<Answered<{ people: ObservedPerson[] }>>;
  add(person: Pick<ObservedPerson, 'id' | 'name'>): Promise<ApplyOutcome>;
  rename(person: Pick<ObservedPerson, 'id' | 'name'>): Promise<ApplyOutcome>;
  /** Only of a person without keys: the gateway would delete those as well. Removing what is not there is no error. */
  remove(id: string): Promise<ApplyOutcome>;
}
