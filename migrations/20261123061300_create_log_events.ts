import { type Kysely, sql } from 'kysely'

/**
 * Partitioned by month (the application makes the partitions ahead of time; the default one catches what it missed).
 * `tx` is the writing transaction: a reader who pages by (tx, log_id) and stops below the oldest transaction still running
 * never passes an event that commits late.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log_events (
      tenant_id text collate "C" not null references tenants on delete cascade,
      date timestamptz(3) not null,
      log_id text collate "C" not null,
      tx xid8 not null default pg_current_xact_id(),
      type text collate "C" not null,
      description text,
      user_id text collate "C",
      user_name text,
      client_id text collate "C",
      client_name text,
      connection_id text collate "C",
      connection text,
      ip text,
      user_agent text,
      hostname text,
      audience text,
      scope text,
      session_id text collate "C",
      correlation_id text collate "C",
      details jsonb,
      primary key (tenant_id, date, log_id)
    ) partition by range (date)`.execute(db)
  await sql`create table log_events_default partition of log_events default`.execute(db)
  await sql`create index log_events_by_tx on log_events (tenant_id, tx, log_id)`.execute(db)
  await sql`create index log_events_by_user on log_events (tenant_id, user_id, date) where user_id is not null`.execute(
    db,
  )
  await sql`create index log_events_by_name on log_events (tenant_id, user_name) where user_id is null and user_name is not null`.execute(
    db,
  )
  await sql`create index log_events_by_type on log_events (tenant_id, type, date)`.execute(db)
  await sql`create index log_events_by_client on log_events (tenant_id, client_id, date) where client_id is not null`.execute(
    db,
  )
}
