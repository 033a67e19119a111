import { type Kysely, sql } from 'kysely'

/** Counters of attempts in a window, shared by replicas. `key` is a keyed hash: it names no person and no address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table throttles (
      tenant_id text collate "C" not null references tenants on delete cascade,
      key text collate "C" not null,
      count integer not null,
      window_ends_at timestamptz(3) not null,
      primary key (tenant_id, key)
    )`.execute(db)
  await sql`create index throttles_by_expiry on throttles (window_ends_at)`.execute(db)
}
