export { lockTransaction } from './advisory.ts';
export { acquireLease, isLeaseHeld, type Lease, releaseLease, renewLease } from './lease.ts';
