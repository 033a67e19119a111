import { type Kysely, sql } from 'kysely'

/** CIBA: the link in the mail that asks a user to approve a request. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tickets drop constraint tickets_purpose_check`.execute(db)
  await sql`
    alter table tickets add constraint tickets_purpose_check
      check (purpose in ('verify_email', 'reset_password', 'async_approval'))`.execute(db)
}
