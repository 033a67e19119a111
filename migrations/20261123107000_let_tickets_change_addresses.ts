import { type Kysely, sql } from 'kysely'

/** The link that makes another address a user's, sent to that address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tickets drop constraint tickets_purpose_check`.execute(db)
  await sql`
    alter table tickets add constraint tickets_purpose_check check (
      purpose in ('verify_email', 'reset_password', 'async_approval', 'unblock', 'enroll_factor', 'change_email')
    )`.execute(db)
}
