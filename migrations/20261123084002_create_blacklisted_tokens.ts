import { type Kysely, sql } from 'kysely'

/** JWTs that are good no more, by what they say of themselves. An empty audience is any. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table blacklisted_tokens (
      tenant_id text collate "C" not null references tenants on delete cascade,
      aud text collate "C" not null,
      jti text collate "C" not null,
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      primary key (tenant_id, aud, jti)
    )`.execute(db)
  await sql`create index blacklisted_tokens_by_expiry on blacklisted_tokens (expires_at)`.execute(db)
  await sql`
    create trigger blacklisted_tokens_revise after insert or update or delete on blacklisted_tokens
      for each row execute function lintel_revise()`.execute(db)
}
