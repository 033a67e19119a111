import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tickets (
      tenant_id text collate "C" not null references tenants on delete cascade,
      ticket_hash text collate "C" not null,
      purpose text not null check (purpose in ('verify_email', 'reset_password')),
      user_id text collate "C" not null,
      connection_id text collate "C" not null,
      identity_user_id text collate "C" not null,
      client_id text collate "C",
      email text,
      result_url text,
      options jsonb not null,
      consumed_at timestamptz(3),
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      primary key (tenant_id, ticket_hash),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, connection_id, identity_user_id) references identities on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade
    )`.execute(db)
  await sql`create index tickets_by_user on tickets (tenant_id, user_id)`.execute(db)
  await sql`create index tickets_by_identity on tickets (tenant_id, connection_id, identity_user_id)`.execute(db)
  await sql`create index tickets_by_client on tickets (tenant_id, client_id) where client_id is not null`.execute(db)
  await sql`create index tickets_by_expiry on tickets (expires_at)`.execute(db)
}
