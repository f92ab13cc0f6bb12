export { claimSetup } from './claim.ts';
export { ensureInstallation, sealedColumns, setupUrl } from './installation.ts';
export { getSetupStatus } from './status.ts';
