import type { Resource } from '@gatehouse/contracts/gateways';
import type { SpecOf } from '../driver/index.ts';
import type { ListWrite, ProviderSection } from './list-write.ts';

export { dropped, type Normalised, refused } from '../driver/normalised.ts';

/** One of the gateway's lists, and how its items (raw entries, or plain strings) translate into specs and back. */
export type ListCodec<R extends Resource, Item> = {
  /** Also the path segment below the management API and the property of its answer. */
  section: 'api-keys' | ProviderSection;
  /** Some gateways that Gatehouse manages do not have this list. */
  isOptional?: boolean;
  /** Items of an answer, or null if they do not have the expected shape. */
  parse: (value: unknown) => Item[] | null;
  keyOf: (item: Item) => string;
  /** Null for an item that the driver cannot address; it is a stranger and stays as it is. */
  read: (item: Item) => SpecOf[R] | null;
  write: (current: Item | null, spec: SpecOf[R], clear: readonly string[]) => Item;
  isLive: (item: Item) => boolean | null;
  /** The item as content: what is compared, hashed and sent back. */
  content: (item: Item) => Item;
  /** Null for a list that must never be sent. */
  toWrite: (items: readonly Item[]) => ListWrite | null;
  /** How `/api-key-usage`, which lists the credentials in use, calls this item; null if it has no say about it. */
  usageName: (item: Item) => { provider: string; keys: string[] } | null;
};
