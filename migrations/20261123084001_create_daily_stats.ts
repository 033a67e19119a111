import { type Kysely, sql } from 'kysely'

/** Sign-ins and sign-ups of a day (UTC), counted from the log up to where (tx, log_id) says; what came later is counted when it is asked for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table daily_stats (
      tenant_id text collate "C" not null references tenants on delete cascade,
      date date not null,
      logins integer not null,
      signups integer not null,
      leaked_passwords integer not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, date)
    )`.execute(db)
  await sql`
    create table log_cursors (
      tenant_id text collate "C" not null references tenants on delete cascade,
      reader text collate "C" not null,
      tx xid8 not null,
      log_id text collate "C" not null,
      primary key (tenant_id, reader)
    )`.execute(db)
}
