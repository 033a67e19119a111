import { type Kysely, sql } from 'kysely'

/** The server that takes a tenant's mail: one at most. Its credentials are sealed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table email_providers (
      tenant_id text collate "C" not null references tenants on delete cascade,
      name text collate "C" not null,
      enabled boolean not null,
      default_from_address text,
      credentials text not null,
      settings jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, name),
      unique (tenant_id)
    )`.execute(db)
  await sql`
    create trigger email_providers_revise after insert or update or delete on email_providers
      for each row execute function lintel_revise()`.execute(db)
}
