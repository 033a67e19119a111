import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table connections (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      name text collate "C" not null,
      strategy text not null,
      display_name text,
      options jsonb not null,
      realms text[] not null,
      is_domain_connection boolean not null default false,
      show_as_button boolean,
      metadata jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, name)
    )`.execute(db)
  await sql`
    create table connection_clients (
      tenant_id text collate "C" not null references tenants on delete cascade,
      connection_id text collate "C" not null,
      client_id text collate "C" not null,
      primary key (tenant_id, connection_id, client_id),
      foreign key (tenant_id, connection_id) references connections on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade
    )`.execute(db)
  await sql`create index connection_clients_by_client on connection_clients (tenant_id, client_id)`.execute(db)
  for (const table of ['connections', 'connection_clients']) {
    await sql`
      create trigger ${sql.raw(table)}_revise after insert or update or delete on ${sql.table(table)}
        for each row execute function lintel_revise()`.execute(db)
  }
}
