import type { Transport } from '../http/transport.ts';
import type { Management } from './management.ts';
import type { Settling } from './settling.ts';
import type { StableItems } from './stable-items.ts';

/** What one driver instance shares between its operations. */
export type Connection = {
  management: Management;
  transport: Transport;
  settling: Settling;
  items: StableItems;
  hashKey: string;
};
