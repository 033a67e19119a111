import { type Kysely, sql } from 'kysely'

/** A family is what a person sees as one signed-in device: it lives from the code exchange on, under its grant; its tokens rotate. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table refresh_token_families (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      grant_id text collate "C" not null,
      user_id text collate "C" not null,
      client_id text collate "C" not null,
      session_id text collate "C" not null,
      rotating boolean not null,
      resource_servers jsonb not null,
      device jsonb not null,
      refresh_token_metadata jsonb,
      last_exchanged_at timestamptz(3),
      idle_expires_at timestamptz(3),
      expires_at timestamptz(3),
      created_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, grant_id),
      foreign key (tenant_id, grant_id) references grants on delete cascade,
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade
    )`.execute(db)
  await sql`create index refresh_token_families_by_user on refresh_token_families (tenant_id, user_id, id)`.execute(db)
  await sql`create index refresh_token_families_by_client on refresh_token_families (tenant_id, client_id, id)`.execute(
    db,
  )
  await sql`create index refresh_token_families_by_expiry on refresh_token_families (least(idle_expires_at, expires_at))`.execute(
    db,
  )
  await sql`
    create table refresh_tokens (
      tenant_id text collate "C" not null references tenants on delete cascade,
      token_hash text collate "C" not null,
      family_id text collate "C" not null,
      parent_hash text collate "C",
      payload jsonb not null,
      consumed_at timestamptz(3),
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null,
      primary key (tenant_id, token_hash),
      foreign key (tenant_id, family_id) references refresh_token_families on delete cascade
    )`.execute(db)
  await sql`create index refresh_tokens_by_family on refresh_tokens (tenant_id, family_id)`.execute(db)
  await sql`create index refresh_tokens_by_parent on refresh_tokens (tenant_id, parent_hash) where parent_hash is not null`.execute(
    db,
  )
  await sql`create index refresh_tokens_by_expiry on refresh_tokens (expires_at)`.execute(db)
}
