// Upkeep of the tables themselves, for all tenants at once: no request comes here. Small statements, each its own transaction, so
// that nobody waits for a sweep.
import { type Kysely, sql } from 'kysely'
import { LOG_READERS, restartedLogId } from './log-readers.ts'
import type { Database } from './schema.ts'

/** What comes to an end: when, as its index has it, and the rest of its primary key. What hangs on a row goes with it. */
const ENDING = [
  { table: 'artefacts', end: sql`expires_at`, key: ['kind', 'id_hash'] },
  { table: 'blacklisted_tokens', end: sql`expires_at`, key: ['aud', 'jti'] },
  { table: 'grants', end: sql`expires_at`, key: ['id'] },
  { table: 'held_proofs', end: sql`expires_at`, key: ['token_hash'] },
  { table: 'one_time_codes', end: sql`expires_at`, key: ['id'] },
  { table: 'grants', end: sql`revoked_at`, key: ['id'] },
  { table: 'remembered_browsers', end: sql`expires_at`, key: ['token_hash'] },
  { table: 'refresh_token_families', end: sql`least(idle_expires_at, expires_at)`, key: ['id'] },
  { table: 'refresh_tokens', end: sql`expires_at`, key: ['token_hash'] },
  { table: 'registration_tokens', end: sql`expires_at`, key: ['token_hash'] },
  { table: 'tickets', end: sql`expires_at`, key: ['ticket_hash'] },
  { table: 'throttles', end: sql`window_ends_at`, key: ['key'] },
] as const

// Rows outlive their end: oidc-provider's clock tolerance is 15 s, replicas' clocks differ, and a revoked grant stops what a request
// already under way would store below it.
const KEEP_MS = 3_600_000

// Clients may wait to hear of the end of a session.
const KEEP_SESSIONS_MS = 300_000

// Auth0: what became of a job can be asked for a day.
const KEEP_JOBS_MS = 86_400_000
const BROKEN_OFF_MS = 600_000
// Longer than a job of the outbox is tried again.
const GIVEN_UP_MS = 7_200_000

// Whoever needs a stronger lock on a busy table gives up soon and tries again at the next round: all writers queue behind it.
const LOCK_TIMEOUT = sql`set local lock_timeout = '3s'`

const PARTITION = /^log_events_y(\d{4})m(\d{2})$/
const MONTHS_AHEAD = 2

const startOfMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 1))
const partitionOf = (from: Date) => `log_events_y${from.toISOString().slice(0, 7).replace('-', 'm')}`

export type Maintenance = ReturnType<typeof createMaintenance>

export function createMaintenance(db: Kysely<Database>) {
  async function partitions(): Promise<Set<string>> {
    const { rows } = await sql<{ name: string }>`
      select child.relname as name from pg_inherits
      join pg_class child on child.oid = pg_inherits.inhrelid
      where pg_inherits.inhparent = 'log_events'::regclass`.execute(db)
    return new Set(rows.map(row => row.name))
  }

  /** Attached, not created in place: that would lock out every writer of the log. */
  async function createPartition(from: Date, to: Date): Promise<void> {
    const name = partitionOf(from)
    const table = sql.table(name)
    const bound = (date: Date) => sql.lit(date.toISOString())
    await db.transaction().execute(async tx => {
      await LOCK_TIMEOUT.execute(tx)
      await sql`lock table log_events_default in access exclusive mode`.execute(tx)
      // Another process may have made it while this one waited.
      const { rows } = await sql<{ made: boolean }>`select to_regclass(${name}) is not null as made`.execute(tx)
      if (rows[0]?.made) return
      await sql`create table ${table} (like log_events including all)`.execute(tx)
      await sql`
        with strays as (
          delete from log_events_default where date >= ${from} and date < ${to} returning *
        ) insert into ${table} select * from strays`.execute(tx)
      await sql`alter table log_events attach partition ${table} for values from (${bound(from)}) to (${bound(to)})`.execute(
        tx,
      )
    })
  }

  return {
    /** This month's partition of the log and those of the months to come. */
    async ensureLogPartitions(now: Date): Promise<void> {
      const there = await partitions()
      const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
      for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
        const from = startOfMonth(year, month + ahead)
        if (!there.has(partitionOf(from))) await createPartition(from, startOfMonth(year, month + ahead + 1))
      }
    },

    /** Drops the months that ended before this moment, and deletes what no month's partition held (at most `limit`; answers how many). */
    async removeLogs(before: Date, limit: number): Promise<number> {
      for (const name of await partitions()) {
        const [, year, month] = PARTITION.exec(name) ?? []
        if (!year || startOfMonth(Number(year), Number(month)) > before) continue
        await db.transaction().execute(async tx => {
          await LOCK_TIMEOUT.execute(tx)
          await sql`drop table if exists ${sql.table(name)}`.execute(tx)
        })
      }
      const { numAffectedRows } = await sql`
        delete from log_events_default where (tenant_id, date, log_id) in (
          select tenant_id, date, log_id from log_events_default where date < ${before} limit ${limit}
        )`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /**
     * Ends at most `limit` sessions that expired a while ago; answers how many. Those of a tenant together, by whoever may tell of it.
     * @param end ends those of one tenant that expired before a moment, and answers how many
     */
    async endExpiredSessions(
      now: Date,
      limit: number,
      end: (tenant_id: string, before: Date, limit: number) => Promise<number>,
    ): Promise<number> {
      const before = new Date(now.getTime() - KEEP_SESSIONS_MS)
      const rows = await db
        .selectFrom(
          db
            .selectFrom('sessions')
            .select('tenant_id')
            .where('idle_expires_at', '<', before)
            .orderBy('idle_expires_at')
            .limit(limit)
            .as('expired'),
        )
        .select(['tenant_id', eb => eb.fn.countAll<string>().as('sessions')])
        .groupBy('tenant_id')
        .execute()
      let ended = 0
      for (const { tenant_id, sessions } of rows) ended += await end(tenant_id, before, Number(sessions))
      return ended
    },

    /** At most `limit` rows of each kind that ended a while ago; answers the most that one kind gave. */
    async removeEnded(now: Date, limit: number): Promise<number> {
      const before = new Date(now.getTime() - KEEP_MS)
      let most = 0
      for (const { table, end, key } of ENDING) {
        const columns = sql.join(['tenant_id', ...key].map(column => sql.ref(column)))
        const { numAffectedRows } = await sql`
          delete from ${sql.table(table)} where (${columns}) in (
            select ${columns} from ${sql.table(table)} where ${end} < ${before}
            order by ${end} limit ${limit} for update skip locked
          )`.execute(db)
        most = Math.max(most, Number(numAffectedRows ?? 0))
      }
      return most
    },

    /**
     * Removes jobs (Auth0's) that nothing has happened to for a day, and uploads that broke off; what hangs on them before them, at most `limit` rows
     * of each. Answers the most of one kind. One that nobody works on any more has failed.
     */
    async removeJobs(now: Date, limit: number): Promise<number> {
      const ago = (ms: number) => new Date(now.getTime() - ms)
      await sql`
        update jobs set status = 'failed', status_details = 'It was given up.', time_left_seconds = 0
        where status in ('pending', 'processing') and updated_at < ${ago(GIVEN_UP_MS)}`.execute(db)
      const over = sql`
        select tenant_id, id from jobs
        where updated_at < ${ago(BROKEN_OFF_MS)} and (status = 'uploading' or updated_at < ${ago(KEEP_JOBS_MS)})
        order by updated_at limit ${limit}`
      let most = 0
      for (const table of ['user_import_chunks', 'user_import_errors']) {
        const { numAffectedRows } = await sql`
          delete from ${sql.table(table)} where (tenant_id, job_id, position) in (
            select tenant_id, job_id, position from ${sql.table(table)}
            where (tenant_id, job_id) in (${over}) limit ${limit}
          )`.execute(db)
        most = Math.max(most, Number(numAffectedRows ?? 0))
      }
      if (most >= limit) return most
      const { numAffectedRows } = await sql`delete from jobs where (tenant_id, id) in (${over})`.execute(db)
      return Math.max(most, Number(numAffectedRows ?? 0))
    },

    /**
     * Removes at most `limit` clients that described themselves before this moment and that nobody uses: no user has permitted them anything,
     * and no administrator has given them anything. Answers how many.
     */
    async removeUnusedClients(before: Date, limit: number): Promise<number> {
      const hanging = ['consents', 'grants', 'client_grants', 'connection_clients'].map(
        table => sql`not exists (
          select from ${sql.table(table)} used
          where used.tenant_id = clients.tenant_id and used.client_id = clients.client_id
        )`,
      )
      const { numAffectedRows } = await sql`
        delete from clients where (tenant_id, client_id) in (
          select tenant_id, client_id from clients
          where external_metadata_created_by = 'client' and created_at < ${before} and ${sql.join(hanging, sql` and `)}
          limit ${limit} for update skip locked
        )`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /**
     * Log events are read in the order of their transactions. A dump restored into another cluster brings the old one's transaction
     * ids, which may lie ahead of the new one's: what is written from now on would sort before it, where readers have passed already.
     * So when any lies ahead, all become 0: the order among them is then their id's, which is their time's. Readers go on from there.
     */
    async restoreLogOrder(): Promise<void> {
      const readers = LOG_READERS.map(
        table => sql`exists (select from ${sql.table(table)} where tx > pg_snapshot_xmax(pg_current_snapshot()))`,
      )
      const { rows } = await sql<{ ahead: boolean }>`
        select exists (
          select from tenants cross join lateral (
            select from log_events
            where log_events.tenant_id = tenants.tenant_id and tx >= pg_snapshot_xmax(pg_current_snapshot())
            limit 1
          ) event
        ) or ${sql.join(readers, sql` or `)} as ahead`.execute(db)
      if (!rows[0]?.ahead) return
      await db.transaction().execute(async tx => {
        await sql`set local statement_timeout = 0`.execute(tx)
        for (const table of LOG_READERS)
          await sql`update ${sql.table(table)} set tx = '0', log_id = ${restartedLogId(table)}`.execute(tx)
        await sql`update log_events set tx = '0'`.execute(tx)
      })
    },
  }
}
