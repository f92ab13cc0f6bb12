import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({ extend: { theme: { text: ['2xs'], radius: ['control', 'card'] } } });

/** Joins class names; of two Tailwind classes for one property the later wins. */
export const cn = (...values: ClassValue[]): string => merge(clsx(values));
