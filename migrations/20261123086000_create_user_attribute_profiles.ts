import { type Kysely, sql } from 'kysely'

/** How a user's attributes are called in other systems, described once under a name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table user_attribute_profiles (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      name text collate "C" not null,
      user_id jsonb not null,
      user_attributes jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, name)
    )`.execute(db)
}
