import { type Kysely, sql } from 'kysely'

/**
 * Work that an administrator asked for and comes back to ask about (Auth0's /jobs). `uploading` is seen by nobody: a file that is still on its
 * way. A job about one connection, or one user, goes with it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table jobs (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      type text not null,
      status text not null check (status in ('uploading', 'pending', 'processing', 'completed', 'failed')),
      status_details text,
      connection_id text collate "C",
      user_id text collate "C",
      external_id text collate "C",
      parameters text not null,
      percentage_done integer not null default 0,
      time_left_seconds integer,
      summary jsonb,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, connection_id) references connections on delete cascade,
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
  await sql`create index jobs_by_connection on jobs (tenant_id, connection_id)`.execute(db)
  await sql`create index jobs_by_user on jobs (tenant_id, user_id) where user_id is not null`.execute(db)
  await sql`create index jobs_by_update on jobs (updated_at)`.execute(db)
}
