export { getBundle, getBundleRevision, peekBundleRevision } from './get.ts';
export { opencodeDiscovery, remoteOpencode, remoteRegistry } from './remote.ts';
export { renderBundle } from './render.ts';
export type { BundleModel, BundleSources } from './sources.ts';
export { warmUpRendering } from './warm-up.ts';
