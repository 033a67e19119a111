import { type Kysely, sql } from 'kysely'

/** Whether whoever signs in to a client must prove a second factor. Null: as the tenant's policy says. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('clients')
    .addColumn('multi_factor_policy', 'text', column =>
      column.check(sql`multi_factor_policy in ('never', 'confidence-score', 'always')`),
    )
    .execute()
}
