import { type Kysely, sql } from 'kysely'

/** A tenant's own markup, in Liquid: the frame of its pages (`universal-login`), and what stands within a screen (`prompt/screen/place`). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table page_templates (
      tenant_id text collate "C" not null references tenants on delete cascade,
      name text collate "C" not null,
      body text not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, name)
    )`.execute(db)
  await sql`
    create trigger page_templates_revise after insert or update or delete on page_templates
      for each row execute function lintel_revise()`.execute(db)
}
