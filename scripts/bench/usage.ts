import { measureAlone } from './installation.ts';

/** How fast usage is taken in, against inserting the same rows and nothing else, and how long a summary takes. */
export const benchUsage = (): Promise<Record<string, number>> => measureAlone('usage-process');
