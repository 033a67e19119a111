import { type Kysely, sql } from 'kysely'

/**
 * RFC 7591 §1.2, RFC 7592 §1.1. With a client it is that client's registration access token; without one an initial access token, which
 * counts down its uses.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table registration_tokens (
      tenant_id text collate "C" not null references tenants on delete cascade,
      token_hash text collate "C" not null,
      client_id text collate "C",
      uses_left integer check (uses_left >= 0),
      expires_at timestamptz(3),
      created_at timestamptz(3) not null,
      primary key (tenant_id, token_hash),
      unique (tenant_id, client_id),
      foreign key (tenant_id, client_id) references clients on delete cascade,
      check ((client_id is null) = (uses_left is not null)),
      check ((client_id is null) = (expires_at is not null))
    )`.execute(db)
  await sql`
    create index registration_tokens_by_expiry on registration_tokens (expires_at)
      where expires_at is not null`.execute(db)
}
