import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the template that `createTestDatabase` clones. */
    databaseUrl: string;
  }
}
