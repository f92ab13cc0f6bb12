import type { ColumnType, JSONColumnType } from 'kysely';

/** Given by the database, or once when the row is made. */
export type CreatedAt = ColumnType<Date, Date | undefined, never>;
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
/** JSON is written as text: an array would otherwise travel as a PostgreSQL array. */
export type Json<T extends object> = JSONColumnType<T, string, string>;
export type NullableJson<T extends object> = ColumnType<T | null, string | null | undefined, string | null>;
export type DefaultJson<T extends object> = ColumnType<T, string | undefined, string>;
