export { announceGateway } from './announce.ts';
export { authenticate, removeEndedAuthentications } from './authentications.ts';
export {
  type ActiveGateway,
  activeGateways,
  type Connection,
  connectionOf,
  driverOf,
  managementKeyPlace,
} from './connection.ts';
export { type ConvergeReport, converge, type SyncServices } from './converge.ts';
export { type PreparedEntry, prepareEntry, retireEntries, retireEntriesOf, wantEntry, wishAnew } from './desired.ts';
export { insertWithEntry } from './insert-with-entry.ts';
export { releaseHeldEntries } from './repository.ts';
export { sealedColumns } from './sealed-columns.ts';
export { plantSentinel, sentinelOf } from './sentinel.ts';
export { isShown, stateColumns, stateOf } from './state.ts';
export { currentState, stateAfter } from './wait.ts';
export { createSyncWorker, type SyncWorker, wakeChannel } from './worker.ts';
