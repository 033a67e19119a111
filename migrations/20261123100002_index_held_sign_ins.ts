import { type Kysely, sql } from 'kysely'

/** Sign-ins of which one factor is proved and another one is not yet: they end with the user's sessions too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index interactions_by_held_user on artefacts (tenant_id, (payload #>> '{result,held,user_id}'))
    where kind = 'Interaction' and payload #>> '{result,held,user_id}' is not null`.execute(db)
}
