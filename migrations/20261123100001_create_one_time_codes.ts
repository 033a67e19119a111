import { type Kysely, sql } from 'kysely'

/**
 * Codes that are sent to somebody: bound to what they are for (`purpose`), to where they were asked for (`transaction`) and, once known, to a
 * user. The code itself is known by a keyed hash only; it has none until it is sent.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table one_time_codes (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      purpose text not null,
      transaction text collate "C" not null,
      user_id text collate "C",
      details jsonb not null,
      code_hash text collate "C",
      attempts integer not null default 0,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      consumed_at timestamptz(3),
      primary key (tenant_id, id),
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
  await sql`create index one_time_codes_by_user on one_time_codes (tenant_id, user_id)`.execute(db)
  await sql`create index one_time_codes_by_end on one_time_codes (expires_at)`.execute(db)
}
