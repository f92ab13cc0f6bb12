export { summariseUsage } from './summarise.ts';
