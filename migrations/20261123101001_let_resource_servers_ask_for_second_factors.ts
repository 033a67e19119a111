import { type Kysely, sql } from 'kysely'

/** Whether a token for an API needs a second factor of its user. Null: no more than its client does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('resource_servers')
    .addColumn('multi_factor_policy', 'text', column =>
      column.check(sql`multi_factor_policy in ('confidence-score', 'always')`),
    )
    .execute()
}
