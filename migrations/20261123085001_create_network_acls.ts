import { type Kysely, sql } from 'kysely'

/** Who may ask at all, by address and the like. `rule` is Auth0's, as it was given. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table network_acls (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      description text not null,
      active boolean not null,
      priority smallint not null check (priority between 1 and 100),
      rule jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, priority)
    )`.execute(db)
  await sql`
    create trigger network_acls_revise after insert or update or delete on network_acls
      for each row execute function lintel_revise()`.execute(db)
}
