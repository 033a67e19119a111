import { type Kysely, sql } from 'kysely'

/** Codes are looked for by what they are for: the one that was sent last, and those that it puts an end to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index one_time_codes_by_transaction on one_time_codes (tenant_id, transaction, purpose)`.execute(db)
}
