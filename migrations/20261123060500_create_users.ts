import { type Kysely, sql } from 'kysely'

/**
 * users: the person, as the Management API shows her. identities: the ties to connections, with the names one signs in by,
 * unique per connection. passwords and user_stats stand apart: the first so that no listing can ever carry a hash, the second
 * because it is written at every sign-in.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      tenant_id text collate "C" not null references tenants on delete cascade,
      user_id text collate "C" not null,
      connection_id text collate "C" not null,
      email text,
      email_verified boolean not null default false,
      username text,
      phone_number text,
      phone_verified boolean,
      name text,
      given_name text,
      family_name text,
      nickname text,
      picture text,
      blocked boolean not null default false,
      user_metadata jsonb,
      app_metadata jsonb,
      last_password_reset timestamptz(3),
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, user_id),
      foreign key (tenant_id, connection_id) references connections on delete cascade
    )`.execute(db)
  await sql`
    create table identities (
      tenant_id text collate "C" not null references tenants on delete cascade,
      connection_id text collate "C" not null,
      identity_user_id text collate "C" not null,
      user_id text collate "C" not null,
      provider text not null,
      is_social boolean not null default false,
      email text collate "C",
      username text collate "C",
      phone_number text collate "C",
      profile_data jsonb,
      created_at timestamptz(3) not null,
      primary key (tenant_id, connection_id, identity_user_id),
      unique (tenant_id, connection_id, email),
      unique (tenant_id, connection_id, username),
      unique (tenant_id, connection_id, phone_number),
      foreign key (tenant_id, connection_id) references connections on delete cascade,
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
  await sql`create index identities_by_user on identities (tenant_id, user_id)`.execute(db)
  await sql`
    create table passwords (
      tenant_id text collate "C" not null references tenants on delete cascade,
      connection_id text collate "C" not null,
      identity_user_id text collate "C" not null,
      password_hash text not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, connection_id, identity_user_id),
      foreign key (tenant_id, connection_id, identity_user_id) references identities on delete cascade
    )`.execute(db)
  await sql`
    create table user_stats (
      tenant_id text collate "C" not null references tenants on delete cascade,
      user_id text collate "C" not null,
      logins_count integer not null default 0,
      last_login timestamptz(3),
      last_ip text,
      primary key (tenant_id, user_id),
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
}
