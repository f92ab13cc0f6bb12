import { v7 } from 'uuid';

/** A UUIDv7: ids of one process sort in the order in which they were made. */
export function newId(): string {
  return v7();
}
