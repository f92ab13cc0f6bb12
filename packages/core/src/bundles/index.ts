export { getBundle } from './get.ts';
export { renderBundle } from './render.ts';
export type { BundleSources } from './sources.ts';
