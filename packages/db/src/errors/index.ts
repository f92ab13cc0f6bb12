export { isOutage } from './outage.ts';
export {
  constraintName,
  isForeignKeyViolation,
  isRetryable,
  isUniqueViolation,
  sqlState,
} from './sql-state.ts';
export { type TransactionOptions, withTransaction } from './transaction.ts';
