export { announceGateway } from './announce.ts';
export { authenticate, removeEndedAuthentications } from './authentications.ts';
export { changeEntry, lockSpec } from './change-entry.ts';
export {
  type ActiveGateway,
  activeGateways,
  type Connection,
  connectionOf,
  driverOf,
  managementKeyPlace,
} from './connection.ts';
export { type ConvergeReport, converge, type SyncServices } from './converge.ts';
export {
  naturalKeyHmac,
  type PreparedEntry,
  prepareEntry,
  retireEntries,
  retireEntriesOf,
  specPlace,
  wantEntries,
  wantEntry,
  wishAnew,
} from './desired.ts';
export { isRefused } from './failure.ts';
export { ignoredKey } from './gateway-record.ts';
export { insertInRoom, insertWithEntry } from './insert-with-entry.ts';
export { type GatewayLook, type Look, lookAtGateway } from './look.ts';
export { personIdOf } from './open-entry.ts';
export { differingFields, type Stranger, type Verdict } from './plan.ts';
export { labelOf, releaseHeldEntries } from './repository.ts';
export { restoreStrangers } from './restore-strangers.ts';
export { sealedColumns } from './sealed-columns.ts';
export { plantSentinel, sentinelOf } from './sentinel.ts';
export { isLeftAlone } from './settle.ts';
export { openSnapshot } from './snapshots.ts';
export { isShown, stateColumns, stateOf } from './state.ts';
export { strangerKey, unmanagedView } from './unmanaged-view.ts';
export { currentState, stateAfter } from './wait.ts';
export { createSyncWorker, type SyncWorker, wakeChannel } from './worker.ts';
