export { createTestDrivers, createTestGateway, type TestGateway } from './gateway.ts';
export {
  createTestServices,
  databaseText,
  type LogLine,
  type NewTestUser,
  type TestServices,
} from './services.ts';
