import type { MayWrite } from '../driver/index.ts';
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
  /** Asked before each write of a run. */
  mayWrite?: MayWrite;
};
