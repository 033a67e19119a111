import { type Kysely, sql } from 'kysely'

/** One current and one next key for each algorithm. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const state of ['current', 'next']) {
    await sql`drop index ${sql.ref(`signing_keys_one_${state}`)}`.execute(db)
    await sql`
      create unique index ${sql.ref(`signing_keys_one_${state}`)} on signing_keys (tenant_id, alg)
        where state = ${sql.lit(state)}`.execute(db)
  }
}
