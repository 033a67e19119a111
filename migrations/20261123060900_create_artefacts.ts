import { type Kysely, sql } from 'kysely'

/**
 * grants: what a user granted a client in one authorization; the root of whatever came of it. A revoked grant stays for a while, so that
 * what is stored under it a moment later is dead from the start. A grant without `offline` ends with its session.
 *
 * artefacts: the other short-lived things that oidc-provider keeps (interactions, codes, opaque access tokens), by the hash of their id.
 * A payload holds no bearer value: neither its own `jti` nor a session's cookie.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table grants (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      user_id text collate "C" not null,
      client_id text collate "C" not null,
      connection_id text collate "C" not null,
      session_id text collate "C" not null,
      offline boolean not null,
      payload jsonb not null,
      revoked_at timestamptz(3),
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade,
      foreign key (tenant_id, connection_id) references connections on delete cascade
    )`.execute(db)
  await sql`create index grants_by_user on grants (tenant_id, user_id)`.execute(db)
  await sql`create index grants_by_client on grants (tenant_id, client_id)`.execute(db)
  await sql`create index grants_by_connection on grants (tenant_id, connection_id)`.execute(db)
  await sql`create index grants_by_session on grants (tenant_id, session_id)`.execute(db)
  await sql`create index grants_by_expiry on grants (expires_at)`.execute(db)
  await sql`create index grants_by_revocation on grants (revoked_at) where revoked_at is not null`.execute(db)
  await sql`
    create table artefacts (
      tenant_id text collate "C" not null references tenants on delete cascade,
      kind text collate "C" not null,
      id_hash text collate "C" not null,
      grant_id text collate "C",
      payload jsonb not null,
      consumed_at timestamptz(3),
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      primary key (tenant_id, kind, id_hash),
      foreign key (tenant_id, grant_id) references grants on delete cascade
    )`.execute(db)
  await sql`create index artefacts_by_grant on artefacts (tenant_id, grant_id) where grant_id is not null`.execute(db)
  await sql`create index artefacts_by_expiry on artefacts (expires_at)`.execute(db)
}
