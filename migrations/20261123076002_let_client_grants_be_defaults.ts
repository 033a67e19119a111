import { type Kysely, sql } from 'kysely'

/** Auth0: a client grant without a client is the default of all third parties' clients, for users only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table client_grants
      alter column client_id drop not null,
      add column default_for text check (default_for in ('third_party_clients')),
      add constraint client_grants_for_one_or_many check ((client_id is null) = (default_for is not null)),
      add constraint client_grants_defaults_for_users check (default_for is null or subject_type = 'user')`.execute(db)
  await sql`
    create unique index client_grants_one_default on client_grants (tenant_id, resource_server_id, subject_type, default_for)
      where client_id is null`.execute(db)
}
