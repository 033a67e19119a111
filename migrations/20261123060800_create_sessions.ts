import { type Kysely, sql } from 'kysely'

/**
 * The three ids of a session: `cookie_hash` (hash of the browser's secret, changes at every sign-in), `id` (stable, public in the
 * Management API), and `sid` per client (the claim in tokens).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sessions (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      cookie_hash text collate "C" not null,
      user_id text collate "C",
      payload jsonb not null,
      device jsonb not null,
      session_metadata jsonb,
      authenticated_at timestamptz(3),
      last_interacted_at timestamptz(3) not null,
      idle_expires_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, cookie_hash),
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
  await sql`create index sessions_by_user on sessions (tenant_id, user_id, created_at)`.execute(db)
  await sql`create index sessions_by_expiry on sessions (idle_expires_at)`.execute(db)
  await sql`
    create table session_clients (
      tenant_id text collate "C" not null references tenants on delete cascade,
      session_id text collate "C" not null,
      client_id text collate "C" not null,
      sid text collate "C" not null,
      grant_id text collate "C",
      primary key (tenant_id, session_id, client_id),
      unique (tenant_id, sid),
      foreign key (tenant_id, session_id) references sessions on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade
    )`.execute(db)
  await sql`create index session_clients_by_client on session_clients (tenant_id, client_id)`.execute(db)
  await sql`create index session_clients_by_grant on session_clients (tenant_id, grant_id)`.execute(db)
}
