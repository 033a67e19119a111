// The tenant's log, with Auth0's type codes.
import { type Expression, type Selectable, type SqlBool, sql } from 'kysely'
import { newLogId, timeOfLogId } from '../ids.ts'
import { unlessSlow } from './database.ts'
import { compileLogQuery, compileLogSearch } from './log-search.ts'
import type { JsonObject, LogEventsTable } from './schema.ts'
import type { Scope } from './scope.ts'

/** One thing that happened. Undefined fields are unknown or do not apply. */
export type LogEvent = { type: string; details?: JsonObject } & {
  [Field in keyof Omit<LogEventsTable, 'tenant_id' | 'date' | 'log_id' | 'tx' | 'type' | 'details'>]?:
    | string
    | undefined
}

export type StoredLogEvent = Omit<Selectable<LogEventsTable>, 'tenant_id' | 'tx'>

/** A place in the log's order: after this event. */
export type LogPosition = { tx: string; log_id: string }

export type LogFilter = {
  user_id?: string | undefined
  /** of users only: those that nobody was at (a client's own token) are left out */
  of_users?: boolean | undefined
  /** Lucene's syntax */
  q?: string | undefined
  /** Auth0's simpler syntax */
  search?: string | undefined
}

const COLUMNS = [
  'date',
  'log_id',
  'type',
  'description',
  'user_id',
  'user_name',
  'client_id',
  'client_name',
  'connection_id',
  'connection',
  'ip',
  'user_agent',
  'hostname',
  'audience',
  'scope',
  'session_id',
  'correlation_id',
  'details',
] as const

const NOTHING_KNOWN = Object.fromEntries(COLUMNS.map(column => [column, null]))
const known = (event: object) => Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined))

/** A row of an event, as it is inserted: every column of it, so that one statement serves all events. */
export const logRow = (tenant_id: string, { details, type, ...event }: LogEvent, now: Date) => ({
  ...NOTHING_KNOWN,
  ...known(event),
  type,
  details: details === undefined ? null : JSON.stringify(details),
  tenant_id,
  date: now,
  log_id: newLogId(now),
})

// Counting a month of a busy tenant is a scan; nobody pages that far.
const MOST_COUNTED = 10_000

export function createLogEvents({ db, tenant: { tenant_id } }: Scope) {
  function matching({ user_id, of_users, q, search }: LogFilter) {
    const conditions: Expression<SqlBool>[] = []
    if (q !== undefined) conditions.push(compileLogQuery(q))
    if (search !== undefined) conditions.push(compileLogSearch(search))
    let query = db.selectFrom('log_events').where('tenant_id', '=', tenant_id)
    if (user_id !== undefined) query = query.where('user_id', '=', user_id)
    if (of_users) query = query.where('user_id', 'is not', null)
    for (const condition of conditions) query = query.where(condition)
    return query
  }

  /** Events in their order, of finished transactions below the oldest that still runs. */
  const inOrder = (filter: LogFilter, limit: number) =>
    matching(filter)
      .select(COLUMNS)
      .where(sql<SqlBool>`tx < pg_snapshot_xmin(pg_current_snapshot())`)
      .orderBy('tx')
      .orderBy('log_id')
      .limit(limit)

  return {
    /** On the caller's transaction: the event stands if and only if the deed does. Several events are one statement. */
    async write(events: LogEvent | LogEvent[], now: Date): Promise<void> {
      const rows = [events].flat().map(event => logRow(tenant_id, event, now))
      await db.insertInto('log_events').values(rows).execute()
    },

    async find(log_id: string): Promise<StoredLogEvent | undefined> {
      const date = timeOfLogId(log_id)
      if (!date) return undefined
      return db
        .selectFrom('log_events')
        .select(COLUMNS)
        .where('tenant_id', '=', tenant_id)
        .where('date', '=', date)
        .where('log_id', '=', log_id)
        .executeTakeFirst()
    },

    async list(
      filter: LogFilter,
      { direction, limit, offset }: { direction: 'asc' | 'desc'; limit: number; offset: number },
    ): Promise<StoredLogEvent[]> {
      const page = matching(filter)
        .select(COLUMNS)
        .orderBy('date', direction)
        .orderBy('log_id', direction)
        .limit(limit)
        .offset(offset)
      return unlessSlow(() => page.execute())
    },

    /** Up to ten thousand; more is not counted. */
    async count(filter: LogFilter): Promise<number> {
      const counted = db
        .selectFrom(matching(filter).select('log_id').limit(MOST_COUNTED).as('counted'))
        .select(eb => eb.fn.countAll<string>().as('count'))
      return Number((await unlessSlow(() => counted.executeTakeFirstOrThrow())).count)
    },

    /**
     * Events in the order in which their transactions began to write, from the one after `from`. Only those below the oldest
     * transaction that still runs: what commits later comes after what a reader has been given, so he misses none and sees none twice.
     * A transaction that stays open, anywhere in the cluster, holds readers back for so long.
     * @param from the id of an event; of one that is gone by now, its time counts
     */
    async listAfter(filter: LogFilter, from: string | undefined, take: number): Promise<StoredLogEvent[]> {
      let query = inOrder(filter, take)
      if (from !== undefined) {
        const at = await db
          .selectFrom('log_events')
          .select('tx')
          .where('tenant_id', '=', tenant_id)
          .where('date', '=', timeOfLogId(from) ?? new Date(0))
          .where('log_id', '=', from)
          .executeTakeFirst()
        query = at
          ? query.where(sql<SqlBool>`(tx, log_id) > (${at.tx}::xid8, ${from})`)
          : query.where('log_id', '>', from)
      }
      return unlessSlow(() => query.execute())
    },

    /**
     * Where a reader begins.
     * @param since before the first event of this moment or later; undefined: at the end, before what has not committed yet
     */
    async position(since?: Date): Promise<LogPosition> {
      const end = sql<string>`pg_snapshot_xmin(pg_current_snapshot())`
      const first =
        since === undefined
          ? end
          : sql<string>`least(${end}, (
              select tx from log_events where tenant_id = ${tenant_id} and date >= ${since} order by tx limit 1
            ))`
      const { rows } = await sql<{ tx: string }>`select ${first}::text as tx`.execute(db)
      return { tx: rows[0]?.tx as string, log_id: '' }
    },

    /**
     * The events after a place, in the same order as `listAfter`, and the place of the last of them: for who remembers how far he is, also when
     * the event is gone.
     */
    async after(
      { tx, log_id }: LogPosition,
      limit: number,
      filter: LogFilter = {},
    ): Promise<{ events: StoredLogEvent[]; position: LogPosition }> {
      const rows = await inOrder(filter, limit)
        .select(sql<string>`tx::text`.as('at'))
        .where(sql<SqlBool>`(tx, log_id) > (${tx}::xid8, ${log_id})`)
        .execute()
      const last = rows.at(-1)
      return {
        events: rows.map(({ at: _, ...event }) => event),
        position: last ? { tx: last.at, log_id: last.log_id } : { tx, log_id },
      }
    },
  }
}
