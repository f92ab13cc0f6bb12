export { contributeCustomProvider } from './contribute.ts';
export { listCustomProviders } from './list.ts';
export { removeCustomProvider } from './remove.ts';
