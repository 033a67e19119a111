import { type Kysely, sql } from 'kysely'

/**
 * Further names of a tenant. Anybody may claim one, and a claim that is not proved hinders nobody; of those that are, there is one: the only
 * unique index that no tenant leads, since it names the tenant.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table custom_domains (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      domain text collate "C" not null check (domain = lower(domain)),
      type text not null,
      status text not null check (status in ('pending_verification', 'ready', 'failed')),
      verification_token text collate "C" not null,
      verified_by text check (verified_by in ('txt', 'file')),
      verified_at timestamptz(3),
      error_msg text,
      is_default boolean not null default false check (not is_default or status = 'ready'),
      domain_metadata jsonb not null default '{}',
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, domain)
    )`.execute(db)
  await sql`create unique index custom_domains_ready on custom_domains (domain) where status = 'ready'`.execute(db)
  await sql`create unique index custom_domains_default on custom_domains (tenant_id) where is_default`.execute(db)
  await sql`
    create trigger custom_domains_revise after insert or update or delete on custom_domains
      for each row execute function lintel_revise()`.execute(db)
}
