import { type Kysely, sql } from 'kysely'

/** Browsers on which a user has proved two factors and asked not to be asked again for a while. A cookie's value is known by its hash only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table remembered_browsers (
      tenant_id text collate "C" not null references tenants on delete cascade,
      token_hash text collate "C" not null,
      user_id text collate "C" not null,
      user_agent text,
      created_at timestamptz(3) not null,
      idle_expires_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      primary key (tenant_id, token_hash),
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
  await sql`create index remembered_browsers_by_user on remembered_browsers (tenant_id, user_id)`.execute(db)
  await sql`create index remembered_browsers_by_end on remembered_browsers (expires_at)`.execute(db)
}
