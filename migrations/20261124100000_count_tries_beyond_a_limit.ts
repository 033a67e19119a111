import { type Kysely, sql } from 'kysely'

/** Tries on an account beyond its limit, apart from its failures: that the limit was reached is told once, whatever it is set to meanwhile. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table throttles add column beyond integer not null default 0`.execute(db)
}
