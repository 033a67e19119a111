import { type Kysely, sql } from 'kysely'

/**
 * What a proof leaves behind: the last time step of an authenticator app (RFC 6238 §5.2: none is taken twice), the keyed hash of a recovery
 * code, a WebAuthn credential.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table authentication_methods
      add column code_hash text collate "C",
      add column last_step bigint,
      add column preferred_authentication_method text,
      add column key_id text collate "C",
      add column public_key text,
      add column sign_count bigint,
      add column transports jsonb,
      add column aaguid text,
      add column credential_device_type text,
      add column credential_backed_up boolean,
      add column relying_party_identifier text,
      add column user_handle text collate "C",
      add column user_agent text`.execute(db)
  await sql`
    create unique index authentication_methods_key on authentication_methods (tenant_id, key_id) where key_id is not null`.execute(
    db,
  )
}
