import { type Kysely, sql } from 'kysely'

/**
 * Clients that describe themselves: `dcr` by RFC 7591, `cimd` by a document at the URL that is their client_id (hence the wider check). Those
 * that nobody of the tenant's made have an index of their own: they are counted, and swept when nobody uses them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table clients
      add column external_metadata_type text check (external_metadata_type in ('cimd', 'dcr')),
      add column external_metadata_created_by text check (external_metadata_created_by in ('admin', 'client')),
      add column third_party_security_mode text check (third_party_security_mode in ('strict')),
      drop constraint clients_client_id_check,
      add constraint clients_client_id_check check (
        case when external_metadata_type = 'cimd'
          then client_id ~ '^https?://[!-~]{1,240}$'
          else client_id ~ '^[A-Za-z0-9._~-]{1,64}$'
        end
      )`.execute(db)
  await sql`
    create index clients_self_registered on clients (tenant_id, created_at)
      where external_metadata_created_by = 'client'`.execute(db)
}
