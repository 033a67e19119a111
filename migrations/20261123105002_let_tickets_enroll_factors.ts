import { type Kysely, sql } from 'kysely'

/** The link by which a user adds a way to prove herself, outside a sign-in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tickets drop constraint tickets_purpose_check`.execute(db)
  await sql`
    alter table tickets add constraint tickets_purpose_check
      check (purpose in ('verify_email', 'reset_password', 'async_approval', 'unblock', 'enroll_factor'))`.execute(db)
}
