import { type Kysely, sql } from 'kysely'

/**
 * What an import of users has still to do, and what it could not: both hold people's data and their passwords' hashes, and are sealed.
 * `position` counts the file's entries from 0. An entry that is refused because of a user who is there goes when she does.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table user_import_chunks (
      tenant_id text collate "C" not null references tenants on delete cascade,
      job_id text collate "C" not null,
      position integer not null,
      entries text not null,
      primary key (tenant_id, job_id, position),
      foreign key (tenant_id, job_id) references jobs on delete cascade
    )`.execute(db)
  await sql`
    create table user_import_errors (
      tenant_id text collate "C" not null references tenants on delete cascade,
      job_id text collate "C" not null,
      position integer not null,
      user_id text collate "C",
      error text not null,
      primary key (tenant_id, job_id, position),
      foreign key (tenant_id, job_id) references jobs on delete cascade,
      foreign key (tenant_id, user_id) references users on delete cascade
    )`.execute(db)
  await sql`
    create index user_import_errors_by_user on user_import_errors (tenant_id, user_id)
      where user_id is not null`.execute(db)
}
