import { type Kysely, sql } from 'kysely'

/** `registration`: what RFC 7591 and its extensions have a name for and Auth0 has not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table clients
      add column async_approval_notification_channels text[],
      add column client_authentication_methods jsonb,
      add column compliance_level text,
      add column oidc_logout jsonb,
      add column par_request_expiry integer,
      add column registration jsonb not null default '{}',
      add column require_proof_of_possession boolean not null default false,
      add column require_pushed_authorization_requests boolean not null default false,
      add column resource_server_identifier text,
      add column signed_request_object jsonb,
      add column token_exchange jsonb`.execute(db)
}
