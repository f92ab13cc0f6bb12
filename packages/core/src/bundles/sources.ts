import type { BundleChoices } from '@gatehouse/contracts/bundle-choices';
import type { BundleFile, KeyPlacement } from '@gatehouse/contracts/bundles';
import type { ModelMetadata } from '@gatehouse/contracts/models';
import type { WaitingParts } from '../sharing/index.ts';
import type { ModelIndex } from './model-index.ts';

export type BundleModel = ModelMetadata & { id: string };

/**
 * All that a bundle is made of. There is no field for an upstream address, an upstream credential or anybody else's key,
 * so none can get into one.
 */
export type BundleSources = {
  /** `baseUrl` without a path: each client has its own idea of what comes behind it. */
  gateway: { id: string; name: string; baseUrl: string };
  /** The person's own. */
  clientKey: string;
  keyPlacement: KeyPlacement;
  /** What the gateway offers and nobody excluded, sorted by id; of every kind. */
  models: readonly BundleModel[];
  /** The person's choices, those of an accepted share below them; environment values are the person's own. */
  choices: BundleChoices;
  /** What of the share that the person follows is left out until they do something. */
  waiting: WaitingParts | null;
};

/** What a format is given: chat models only, at least one. */
export type FormatInput = Omit<BundleSources, 'models'> & {
  models: readonly [BundleModel, ...BundleModel[]];
  find: ModelIndex;
  /** What a client of no preference starts with, and what it uses for titles and the like. */
  main: BundleModel;
  small: BundleModel;
};

export type Rendered = { files: BundleFile[]; notes: string[] };
export type Format = (input: FormatInput) => Rendered;
