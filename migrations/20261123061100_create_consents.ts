import { type Kysely, sql } from 'kysely'

/** resource_server_id null: the standing permission to the OpenID Connect scopes themselves (audience `<issuer>userinfo`). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consents (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      user_id text collate "C" not null,
      client_id text collate "C" not null,
      resource_server_id text collate "C",
      scope text[] not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique nulls not distinct (tenant_id, user_id, client_id, resource_server_id),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade,
      foreign key (tenant_id, resource_server_id) references resource_servers on delete cascade
    )`.execute(db)
  await sql`create index consents_by_client on consents (tenant_id, client_id)`.execute(db)
  await sql`create index consents_by_resource_server on consents (tenant_id, resource_server_id)`.execute(db)
}
