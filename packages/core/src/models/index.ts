export { metadataByName } from './by-name.ts';
export { type CatalogueModel, catalogueOf } from './catalogue.ts';
export { kindOfModel } from './kind.ts';
export { listModels } from './list.ts';
export { type ReadMetadata, refreshModelMetadata } from './metadata/refresh.ts';
export { overrideModel } from './override.ts';
export { type PriceOf, pricesOf } from './prices.ts';
