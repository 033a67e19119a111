import { type Kysely, sql } from 'kysely'

/** What a tenant says in place of the catalogue's words: `texts` by screen and key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table custom_texts (
      tenant_id text collate "C" not null references tenants on delete cascade,
      prompt text collate "C" not null,
      language text collate "C" not null,
      texts jsonb not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, prompt, language)
    )`.execute(db)
  await sql`
    create trigger custom_texts_revise after insert or update or delete on custom_texts
      for each row execute function lintel_revise()`.execute(db)
}
