import { type Kysely, sql } from 'kysely'

/**
 * Failed sign-ins, so that they can be listed and forgotten by account. `subject` is a keyed hash of the name that was typed; `ip` is who tried
 * last, where tries are counted by network.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table throttles
      add column subject text collate "C",
      add column connection_id text collate "C",
      add column ip text`.execute(db)
  await sql`create index throttles_by_subject on throttles (tenant_id, subject) where subject is not null`.execute(db)
}
