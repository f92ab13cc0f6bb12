export { type CollectOptions, type CollectServices, collectUsage, type Round } from './collect.ts';
export { createUsageCollector, type UsageCollector } from './collector.ts';
export { tidyUsage } from './retention.ts';
export { sealedColumns } from './sealed-columns.ts';
export { summariseUsage } from './summarise.ts';
