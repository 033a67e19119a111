import { type Kysely, sql } from 'kysely'

/** RFC 8628 §3.5: when a waiting code was last asked for, so that who asks too often is told to slow down. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table artefacts add column polled_at timestamptz(3)`.execute(db)
}
