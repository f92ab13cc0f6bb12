export { getBundle } from './get.ts';
export { renderBundle } from './render.ts';
export type { BundleModel, BundleSources } from './sources.ts';
