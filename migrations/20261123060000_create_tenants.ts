import { type Kysely, sql } from 'kysely'

/**
 * `revision` counts the changes of a tenant's configuration-like facts. Every table of such facts carries a trigger that
 * raises it and notifies `lintel_revision`, so that no writer, not even a hand at psql, can leave a cache stale.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tenants (
      tenant_id text collate "C" primary key check (tenant_id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
      domain text collate "C" unique check (domain = lower(domain)),
      settings jsonb not null default '{}',
      revision bigint not null default 0,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null
    )`.execute(db)
  await sql`
    create function lintel_revise() returns trigger language plpgsql as $$
    declare
      revised text := case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end;
    begin
      update tenants set revision = revision + 1 where tenant_id = revised;
      perform pg_notify('lintel_revision', revised);
      return null;
    end $$`.execute(db)
  await sql`
    create function lintel_revise_tenant() returns trigger language plpgsql as $$
    begin
      new.revision := old.revision + 1;
      perform pg_notify('lintel_revision', new.tenant_id);
      return new;
    end $$`.execute(db)
  await sql`
    create trigger tenants_revise before update of domain, settings on tenants
      for each row execute function lintel_revise_tenant()`.execute(db)
}
