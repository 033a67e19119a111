import { type Kysely, sql } from 'kysely'

/** What a tenant's messages to phones say, where it is not what Lintel says. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table phone_templates (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      type text collate "C" not null,
      disabled boolean not null,
      content jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, type)
    )`.execute(db)
}
