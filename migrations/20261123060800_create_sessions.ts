import { type Kysely, sql } from 'kysely'

/**
 * The two ids of a session: `cookie_hash` (hash of the browser's secret, which changes at every sign-in) and `id` (stable, public: the
 * `sid` in tokens, the id in the Management API).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sessions (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      cookie_hash text collate "C" not null,
      user_id text collate "C" not null,
      connection_id text collate "C" not null,
      payload jsonb not null,
      device jsonb not null,
      session_metadata jsonb,
      authenticated_at timestamptz(3) not null,
      last_interacted_at timestamptz(3) not null,
      idle_expires_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, cookie_hash),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, connection_id) references connections on delete cascade
    )`.execute(db)
  await sql`create index sessions_by_user on sessions (tenant_id, user_id, id)`.execute(db)
  await sql`create index sessions_by_connection on sessions (tenant_id, connection_id)`.execute(db)
  await sql`create index sessions_by_expiry on sessions (idle_expires_at)`.execute(db)
  await sql`
    create table session_clients (
      tenant_id text collate "C" not null references tenants on delete cascade,
      session_id text collate "C" not null,
      client_id text collate "C" not null,
      primary key (tenant_id, session_id, client_id),
      foreign key (tenant_id, session_id) references sessions on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade
    )`.execute(db)
  await sql`create index session_clients_by_client on session_clients (tenant_id, client_id)`.execute(db)
}
