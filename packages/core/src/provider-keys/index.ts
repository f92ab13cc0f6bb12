export { contributeProviderKey } from './contribute.ts';
export { listProviderKeys } from './list.ts';
export { removeProviderKey } from './remove.ts';
export { shownOf as shownOfProviderKey } from './spec.ts';
export { updateProviderKey } from './update.ts';
