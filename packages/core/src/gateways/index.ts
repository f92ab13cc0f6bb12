export { createGateway } from './create.ts';
export { listGatewaySummaries, listGateways } from './list.ts';
export { listGatewayEntries } from './list-entries.ts';
export { probeGateway } from './probe.ts';
export { removeGateway } from './remove.ts';
export { resolveGateway } from './resolve.ts';
export { syncGateway } from './sync.ts';
export { updateGateway } from './update.ts';
