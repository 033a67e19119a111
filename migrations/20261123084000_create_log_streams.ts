import { type Kysely, sql } from 'kysely'

/**
 * Where a tenant's log is sent. (tx, log_id) is the last event that has arrived, in the log's own order. Whoever delivers holds the lease: what
 * he writes down counts only while it is his.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log_streams (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      name text not null,
      type text not null,
      status text not null check (status in ('active', 'paused', 'suspended')),
      sink jsonb not null,
      secrets text not null,
      filters jsonb not null,
      start_from timestamptz(3),
      tx xid8 not null,
      log_id text collate "C" not null,
      lease text collate "C",
      lease_ends_at timestamptz(3),
      failures integer not null default 0,
      failing_since timestamptz(3),
      retry_at timestamptz(3),
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id)
    )`.execute(db)
}
