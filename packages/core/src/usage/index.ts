export { type CollectServices, collectUsage } from './collect.ts';
export { createUsageCollector } from './collector.ts';
export { tidyUsage } from './retention.ts';
export { sealedColumns } from './sealed-columns.ts';
export { summariseUsage } from './summarise.ts';
