export { adoptEntries } from './adopt.ts';
export { ignoreEntries, unignoreEntries } from './ignore.ts';
export { listUnmanagedEntries } from './list.ts';
