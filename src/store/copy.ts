// `lintel database copy`: every row of one database into an empty one of the same schema.
import { type Kysely, sql } from 'kysely'
import { LISTENER } from './database.ts'
import { LOG_READERS, restartedLogId } from './log-readers.ts'
import type { Database } from './schema.ts'

/** In an order in which every foreign key finds its row; the type demands that none is forgotten. */
const TABLES: Record<keyof Database, true> = {
  tenants: true,
  signing_keys: true,
  clients: true,
  client_credentials: true,
  registration_tokens: true,
  resource_servers: true,
  custom_domains: true,
  phone_providers: true,
  phone_templates: true,
  network_acls: true,
  client_grants: true,
  connections: true,
  connection_clients: true,
  upstream_secrets: true,
  users: true,
  identities: true,
  passwords: true,
  user_stats: true,
  roles: true,
  role_permissions: true,
  user_roles: true,
  user_permissions: true,
  sessions: true,
  session_clients: true,
  grants: true,
  artefacts: true,
  refresh_token_families: true,
  refresh_tokens: true,
  consents: true,
  tickets: true,
  token_exchange_profiles: true,
  user_attribute_profiles: true,
  custom_texts: true,
  page_templates: true,
  email_templates: true,
  email_providers: true,
  authentication_methods: true,
  one_time_codes: true,
  remembered_browsers: true,
  held_proofs: true,
  jobs: true,
  user_import_chunks: true,
  user_import_errors: true,
  log_events: true,
  log_streams: true,
  log_cursors: true,
  daily_stats: true,
  blacklisted_tokens: true,
  throttles: true,
}

const BATCH = 500

/** Whether the database holds nothing yet. */
export async function isEmpty(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom('tenants').select('tenant_id').limit(1).execute()).length === 0
}

/** Whether a server works on this database at this moment: what it writes after a copy would be lost. */
export async function isServed(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and application_name = ${LISTENER}`.execute(db)
  return rows.length > 0
}

/** Jobs that have not been done (mail that is not out yet). They stay where they are. */
export async function countWaitingJobs(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('pgboss.job') is not null as there`.execute(db)
  if (!rows[0]?.there) return 0
  const counted = await sql<{ count: string }>`
    select count(*) from pgboss.job where state in ('created', 'retry', 'active') and data ? 'tenant_id'`.execute(db)
  return Number(counted.rows[0]?.count ?? 0)
}

/**
 * Copies in one transaction on each side: the source as of one moment, the target all or nothing.
 * @param progress called after each table
 */
export async function copyAll(
  from: Kysely<Database>,
  to: Kysely<Database>,
  progress: (table: string, rows: number) => void,
): Promise<void> {
  await from
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(source =>
      to.transaction().execute(async target => {
        for (const table of Object.keys(TABLES)) {
          let rows = 0
          const restarted = LOG_READERS.some(reader => reader === table)
            ? sql`|| jsonb_build_object('log_id', ${restartedLogId('t')})`
            : sql``
          await sql`
            declare copied no scroll cursor for select to_jsonb(t) ${restarted} as row from ${sql.table(table)} t`.execute(
            source,
          )
          for (;;) {
            const batch = await sql<{ row: Record<string, unknown> }>`fetch ${sql.lit(BATCH)} from copied`.execute(
              source,
            )
            if (batch.rows.length === 0) break
            // Transaction ids mean nothing in another cluster; 0 sorts before all of its own (see log-events.ts).
            const values = batch.rows.map(({ row }) => ('tx' in row ? { ...row, tx: '0' } : row))
            await sql`
              insert into ${sql.table(table)}
              select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(values)}::jsonb)`.execute(
              target,
            )
            rows += batch.rows.length
          }
          await sql`close copied`.execute(source)
          progress(table, rows)
        }
      }),
    )
}
