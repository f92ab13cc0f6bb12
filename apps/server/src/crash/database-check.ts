import type { Installation } from './installation.ts';

/** Reads every row of every table, which also checks the checksum of each page, and answers the number of rows. */
export async function readEveryTable(sql: Installation['sql']): Promise<number> {
  const tables = await sql(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  let count = 0;
  for (const { name } of tables ?? []) {
    const rows = await sql(`select count(*)::int as count, sum(length(t::text)) from ${name} t`);
    count += Number(rows?.[0]?.count);
  }
  return count;
}

/** What PostgreSQL's own checker finds wrong with tables and indexes; an index that is wrong makes it throw. */
export async function findCorruption(sql: Installation['sql']): Promise<unknown[]> {
  const [setting] = (await sql(`select current_setting('data_checksums') as checksums`)) ?? [];
  await sql('create extension if not exists amcheck');
  await sql(
    `select bt_index_check(index => c.oid, heapallindexed => true)
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
     where a.amname = 'btree' and c.relpersistence <> 't' and i.indisready and i.indisvalid and c.relkind = 'i'`,
  );
  const broken = await sql(
    `select c.relname, v.msg from pg_class c join pg_am a on a.oid = c.relam, verify_heapam(c.oid) v
     where c.relkind in ('r', 't', 'm') and a.amname = 'heap' and c.relpersistence <> 't'`,
  );
  return [...(broken ?? ['no database answered']), ...(setting?.checksums === 'on' ? [] : ['no page checksums'])];
}

const owned = [
  ['provider_keys', 'removed_at', 'provider-key.contributed', 'provider-key.removed'],
  ['custom_providers', 'removed_at', 'custom-provider.contributed', 'custom-provider.removed'],
  ['client_keys', 'revoked_at', 'client-key.created', 'client-key.revoked'],
] as const;

/** Rows that were written without the rest of their transaction, or twice. */
export async function findHalves(sql: Installation['sql']): Promise<unknown[]> {
  const halves: unknown[] = [];
  const note = (rows: unknown[] | null) => halves.push(...(rows ?? ['no database answered']));
  for (const [table, endedAt, added, ended] of owned) {
    note(
      await sql(
        `select '${table}' as table, t.id from ${table} t
         left join gateway_entries e on e.id = t.entry_id
         where e.id is null
           or (t.${endedAt} is null and e.desired = 'absent')
           or (select count(*) from audit_entries a where a.action = $1 and a.resource_id = t.id) <> 1
           or (select count(*) from audit_entries a where a.action = $2 and a.resource_id = t.id)
             <> (t.${endedAt} is not null)::int`,
        [added, ended],
      ),
    );
    note(
      await sql(
        `select action, resource_id from audit_entries a
         where action = $1 and not exists (select from ${table} t where t.id = a.resource_id)`,
        [added],
      ),
    );
    note(
      await sql(
        `select '${table}' as table, entry_id from ${table} where ${endedAt} is null group by entry_id having count(*) > 1`,
      ),
    );
  }
  return halves;
}
