import { type Kysely, sql } from 'kysely'

/** Who brings a tenant's messages to phones: one at most. `credentials` are sealed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table phone_providers (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      name text not null check (name in ('twilio', 'custom')),
      disabled boolean not null,
      configuration jsonb not null,
      credentials text not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id)
    )`.execute(db)
}
