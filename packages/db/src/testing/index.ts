import type {} from './provided.ts';

export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts';
export { startTestServer, type TestServer } from './test-server.ts';
