import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table resource_servers add column signing_secret text`.execute(db)
}
