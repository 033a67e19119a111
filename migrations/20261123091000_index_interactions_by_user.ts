import { type Kysely, sql } from 'kysely'

/** Sign-ins that were proved and are not yet finished, by who signs in: they end with her sessions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index interactions_by_user on artefacts (tenant_id, (payload #>> '{result,login,accountId}'))
    where kind = 'Interaction' and payload #>> '{result,login,accountId}' is not null`.execute(db)
}
