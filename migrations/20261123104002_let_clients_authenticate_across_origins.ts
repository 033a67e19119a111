import { type Kysely, sql } from 'kysely'

/** Auth0: whether an app's own page may take its users' passwords. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table clients add column cross_origin_authentication boolean not null default false`.execute(db)
}
