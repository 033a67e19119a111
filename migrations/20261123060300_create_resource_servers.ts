import { type Kysely, sql } from 'kysely'

/** The Management API's identifier follows the issuer and is therefore never stored: its row holds `lintel:management-api`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table resource_servers (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      identifier text collate "C" not null,
      name text not null,
      is_system boolean not null default false,
      scopes jsonb not null,
      signing_alg text not null,
      allow_offline_access boolean not null,
      token_lifetime integer not null check (token_lifetime between 1 and 2592000),
      token_lifetime_for_web integer not null check (token_lifetime_for_web between 1 and 2592000),
      token_dialect text not null,
      enforce_policies boolean not null,
      skip_consent_for_verifiable_first_party_clients boolean not null,
      subject_type_authorization jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, identifier)
    )`.execute(db)
  await sql`
    create table client_grants (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      client_id text collate "C" not null,
      resource_server_id text collate "C" not null,
      subject_type text collate "C" not null check (subject_type in ('client', 'user')),
      scope text[] not null,
      allow_all_scopes boolean not null,
      is_system boolean not null default false,
      created_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, client_id, resource_server_id, subject_type),
      foreign key (tenant_id, client_id) references clients on delete cascade,
      foreign key (tenant_id, resource_server_id) references resource_servers on delete cascade
    )`.execute(db)
  await sql`create index client_grants_by_resource_server on client_grants (tenant_id, resource_server_id)`.execute(db)
  for (const table of ['resource_servers', 'client_grants']) {
    await sql`
      create trigger ${sql.raw(table)}_revise after insert or update or delete on ${sql.table(table)}
        for each row execute function lintel_revise()`.execute(db)
  }
}
