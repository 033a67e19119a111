import { type Kysely, sql } from 'kysely'

/** RFC 8628: the code that a person types is the second way to a device code. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table artefacts add column user_code_hash text collate "C"`.execute(db)
  await sql`
    create unique index artefacts_by_user_code on artefacts (tenant_id, user_code_hash)
      where user_code_hash is not null`.execute(db)
}
