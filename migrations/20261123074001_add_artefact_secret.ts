import { type Kysely, sql } from 'kysely'

/** Sealed: what has to be said again to whom it came from (CIBA's ping names the request and carries the client's own token). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table artefacts add column secret text`.execute(db)
}
