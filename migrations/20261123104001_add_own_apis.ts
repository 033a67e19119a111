import { type Kysely, sql } from 'kysely'

/** The APIs by which a user's apps see to her authenticators: resource servers of the tenants that are there, as the Management API is one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into resource_servers (
      tenant_id, id, identifier, name, is_system, scopes, signing_alg, allow_offline_access, token_lifetime, token_lifetime_for_web,
      token_dialect, enforce_policies, skip_consent_for_verifiable_first_party_clients, subject_type_authorization, created_at, updated_at
    )
    select management.tenant_id, substr(md5(own.identifier || management.tenant_id || management.id), 1, 24), own.identifier, own.name, true,
      '[]', 'RS256', false, own.token_lifetime, own.token_lifetime_for_web, 'access_token', false, true,
      management.subject_type_authorization, management.created_at, management.created_at
    from resource_servers as management, (values
      ('lintel:my-account-api', 'Lintel My Account API', 86400, 7200),
      ('lintel:mfa-api', 'Lintel MFA API', 600, 600)
    ) as own (identifier, name, token_lifetime, token_lifetime_for_web)
    where management.identifier = 'lintel:management-api'`.execute(db)
}
