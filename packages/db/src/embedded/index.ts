export { type Binaries, NoBinariesError } from './binaries.ts';
export { embeddedExists, findEmbedded } from './find.ts';
export { InUseError } from './owner.ts';
export { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './start.ts';
