export { gatewayExclusionsOf, getGatewayExclusions, updateGatewayExclusions } from './gateway-exclusions.ts';
export { getBundleChoices } from './get.ts';
export { lastOfEach, packageOf } from './normalise.ts';
export { deleteChoicesOf, lockChoices, readChoices, type StoredChoices } from './repository.ts';
export { sealedColumns } from './sealed-columns.ts';
export { updateBundleChoices } from './update.ts';
export { joinChoices, ownValue, type ServerValues } from './values.ts';
