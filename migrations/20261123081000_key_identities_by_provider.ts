import { type Kysely, sql } from 'kysely'

/**
 * `provider|id` is a user's id as long as the identity is her primary one. It stays its own while it is linked to somebody else, so that it can
 * be unlinked again; and it finds an identity whose connection nobody names.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table identities
    alter column provider type text collate "C",
    add constraint identities_tenant_id_provider_identity_user_id_key unique (tenant_id, provider, identity_user_id)`.execute(
    db,
  )
}
