import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table clients (
      tenant_id text collate "C" not null references tenants on delete cascade,
      client_id text collate "C" not null check (client_id ~ '^[A-Za-z0-9._~-]{1,64}$'),
      global boolean not null default false,
      name text not null,
      description text,
      logo_uri text,
      app_type text,
      is_first_party boolean not null,
      oidc_conformant boolean not null,
      client_secret text,
      token_endpoint_auth_method text not null,
      grant_types text[] not null,
      callbacks text[] not null,
      allowed_logout_urls text[] not null,
      web_origins text[] not null,
      allowed_origins text[] not null,
      initiate_login_uri text,
      jwt_configuration jsonb not null,
      refresh_token jsonb not null,
      client_metadata jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, client_id)
    )`.execute(db)
  await sql`create unique index clients_one_global on clients (tenant_id) where global`.execute(db)
  await sql`create index clients_by_age on clients (tenant_id, created_at, client_id)`.execute(db)
  await sql`
    create trigger clients_revise after insert or update or delete on clients
      for each row execute function lintel_revise()`.execute(db)
}
