export { type MigrationState, migrate, migrationStatus, rollback } from './migrate.ts';
