import { type Kysely, sql } from 'kysely'

/** What a user can prove herself with beside her password (Auth0: authentication methods). `secret` is sealed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table authentication_methods (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      user_id text collate "C" not null,
      type text not null,
      name text,
      confirmed boolean not null default false,
      secret text,
      phone_number text,
      email text,
      created_at timestamptz(3) not null,
      enrolled_at timestamptz(3),
      last_auth_at timestamptz(3),
      primary key (tenant_id, id),
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
  await sql`create index authentication_methods_by_user on authentication_methods (tenant_id, user_id)`.execute(db)
}
