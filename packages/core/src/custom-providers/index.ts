export { contributeCustomProvider } from './contribute.ts';
export { discoverCustomProviderModels } from './discover-models.ts';
export {
  createCustomProviderGroup,
  listCustomProviderGroups,
  removeCustomProviderGroup,
  updateCustomProviderGroup,
} from './groups.ts';
export { listCustomProviders } from './list.ts';
export { removeCustomProvider } from './remove.ts';
export { shownOf as shownOfCustomProvider } from './spec.ts';
export { updateCustomProvider } from './update.ts';
