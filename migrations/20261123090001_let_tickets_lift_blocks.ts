import { type Kysely, sql } from 'kysely'

/** The link in the mail that tells a user that tries on her account were stopped. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tickets drop constraint tickets_purpose_check`.execute(db)
  await sql`
    alter table tickets add constraint tickets_purpose_check
      check (purpose in ('verify_email', 'reset_password', 'async_approval', 'unblock'))`.execute(db)
}
