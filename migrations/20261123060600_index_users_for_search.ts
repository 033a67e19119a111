import { type Kysely, sql } from 'kysely'

/** What `GET /api/v2/users?q=` can ask, with the index that answers it. Lower-cased expressions are "C"-collated so that prefixes use them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index users_by_age on users (tenant_id, created_at, user_id)`.execute(db)
  await sql`create index users_by_update on users (tenant_id, updated_at, user_id)`.execute(db)
  await sql`create index users_by_connection on users (tenant_id, connection_id)`.execute(db)
  for (const column of ['email', 'name', 'given_name', 'family_name', 'nickname']) {
    await sql`create index ${sql.raw(`users_by_${column}`)} on users (tenant_id, (lower(${sql.ref(column)}) collate "C"))`.execute(
      db,
    )
  }
  for (const column of ['username', 'phone_number']) {
    await sql`create index ${sql.raw(`users_by_${column}`)} on users (tenant_id, (${sql.ref(column)} collate "C"))`.execute(
      db,
    )
  }
  await sql`create index users_by_email_domain on users (tenant_id, (lower(split_part(email, '@', 2)) collate "C"))`.execute(
    db,
  )
  await sql`create index users_by_app_metadata on users using gin (app_metadata jsonb_path_ops)`.execute(db)
  await sql`create index users_by_user_metadata on users using gin (user_metadata jsonb_path_ops)`.execute(db)
  await sql`create index users_blocked on users (tenant_id, user_id) where blocked`.execute(db)
  await sql`create index user_stats_by_last_login on user_stats (tenant_id, last_login)`.execute(db)
  await sql`create index user_stats_by_logins_count on user_stats (tenant_id, logins_count)`.execute(db)
  await sql`create index user_stats_by_last_ip on user_stats (tenant_id, (last_ip collate "C"))`.execute(db)
  await sql`create index identities_by_identity_user_id on identities (tenant_id, identity_user_id)`.execute(db)
  await sql`create index identities_by_profile_data on identities using gin (profile_data jsonb_path_ops)`.execute(db)
}
