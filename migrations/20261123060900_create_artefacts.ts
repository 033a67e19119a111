import { type Kysely, sql } from 'kysely'

/**
 * Everything short-lived that oidc-provider keeps (interactions, codes, grants, opaque access tokens …), by the hash of its id.
 * A payload holds no bearer value: neither its own `jti` nor a session's cookie.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table artefacts (
      tenant_id text collate "C" not null references tenants on delete cascade,
      kind text collate "C" not null,
      id_hash text collate "C" not null,
      grant_id text collate "C",
      session_id text collate "C",
      user_id text collate "C",
      client_id text collate "C",
      user_code_hash text collate "C",
      payload jsonb not null,
      consumed_at timestamptz(3),
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      primary key (tenant_id, kind, id_hash),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade
    )`.execute(db)
  await sql`create index artefacts_by_grant on artefacts (tenant_id, grant_id) where grant_id is not null`.execute(db)
  await sql`create index artefacts_by_user on artefacts (tenant_id, user_id) where user_id is not null`.execute(db)
  await sql`create index artefacts_by_client on artefacts (tenant_id, client_id) where client_id is not null`.execute(db)
  await sql`create index artefacts_by_session on artefacts (tenant_id, session_id) where session_id is not null`.execute(db)
  await sql`create unique index artefacts_by_user_code on artefacts (tenant_id, user_code_hash) where user_code_hash is not null`.execute(db)
  await sql`create index artefacts_by_expiry on artefacts (expires_at)`.execute(db)
}
