import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table resource_servers
      add column authorization_details jsonb,
      add column consent_policy text,
      add column proof_of_possession jsonb,
      add column token_encryption jsonb`.execute(db)
}
