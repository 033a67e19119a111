// How many signed in and signed up, day by day (UTC), and how many are active. Days are counted from the log in its order, once each event,
// and kept: the log's events go after a while, and no request counts millions of them.
import { sql } from 'kysely'
import { unlessSlow } from './database.ts'
import type { Scope } from './scope.ts'

/** @property date `2031-03-01` */
export type DailyStats = {
  date: string
  logins: number
  signups: number
  leaked_passwords: number
  /** its first event and its last */
  created_at: Date
  updated_at: Date
}

/** Who reads the log, among `log_cursors`. */
export const DAILY_STATS = 'daily_stats'

const LOGINS = ['s', 'scoa', 'sens', 'sepft']
const SIGNUPS = ['ss']
const LEAKED_PASSWORDS = ['pwd_leak', 'signup_pwd_leak', 'reset_pwd_leak']
const COUNTED = [...LOGINS, ...SIGNUPS, ...LEAKED_PASSWORDS]

/** The columns of a day, from events with a `type` and a `date`. */
const counts = sql`
  (date at time zone 'utc')::date as date,
  count(*) filter (where type = any(${LOGINS}))::int as logins,
  count(*) filter (where type = any(${SIGNUPS}))::int as signups,
  count(*) filter (where type = any(${LEAKED_PASSWORDS}))::int as leaked_passwords,
  min(date) as created_at, max(date) as updated_at`

/** Of what came since a chore of once a minute counted. */
const MOST_UNCOUNTED = 1_000_000

const HORIZON = sql`pg_snapshot_xmin(pg_current_snapshot())`

export function createStats({ db, tenant: { tenant_id } }: Scope) {
  const cursor = sql`from log_cursors where tenant_id = ${tenant_id} and reader = ${DAILY_STATS}`

  return {
    /** Counts the next events of the log, at most so many; answers how many it has looked at. */
    async rollUp(limit: number): Promise<number> {
      await db
        .insertInto('log_cursors')
        .values({ tenant_id, reader: DAILY_STATS, tx: '0', log_id: '' })
        .onConflict(conflict => conflict.doNothing())
        .execute()
      const { rows } = await sql<{ events: number }>`
        with place as (select tx, log_id ${cursor} for update), next as materialized (
          select event.* from place cross join lateral (
            select tx, log_id, type, date from log_events
            where tenant_id = ${tenant_id} and (tx, log_id) > (place.tx, place.log_id) and tx < ${HORIZON}
            order by tx, log_id limit ${limit}
          ) event
        ), counted as (
          insert into daily_stats as stored (tenant_id, date, logins, signups, leaked_passwords, created_at, updated_at)
          select ${tenant_id}, day.* from (
            select ${counts} from next where type = any(${COUNTED}) group by 1
          ) day
          on conflict (tenant_id, date) do update set
            logins = stored.logins + excluded.logins,
            signups = stored.signups + excluded.signups,
            leaked_passwords = stored.leaked_passwords + excluded.leaked_passwords,
            created_at = least(stored.created_at, excluded.created_at),
            updated_at = greatest(stored.updated_at, excluded.updated_at)
        ), moved as (
          update log_cursors set tx = last.tx, log_id = last.log_id
          from (select tx, log_id from next order by tx desc, log_id desc limit 1) last
          where tenant_id = ${tenant_id} and reader = ${DAILY_STATS}
        )
        select count(*)::int as events from next`.execute(db)
      return rows[0]?.events ?? 0
    },

    /** The days between these two (`2031-03-01`) on which something happened, both included: what is kept, and what came since. */
    async daily(from: string, to: string): Promise<DailyStats[]> {
      const query = sql<DailyStats>`
        with place as (
          select coalesce((select tx ${cursor}), '0'::xid8) as tx, coalesce((select log_id ${cursor}), '') as log_id
        ), since as (
          select event.* from place cross join lateral (
            select type, date from log_events
            where tenant_id = ${tenant_id} and (tx, log_id) > (place.tx, place.log_id)
            order by tx, log_id limit ${MOST_UNCOUNTED}
          ) event
          where type = any(${COUNTED}) and (date at time zone 'utc')::date between ${from}::date and ${to}::date
        ), days as (
          select date, logins, signups, leaked_passwords, created_at, updated_at from daily_stats
          where tenant_id = ${tenant_id} and date between ${from}::date and ${to}::date
          union all
          select ${counts} from since group by 1
        )
        select to_char(date, 'YYYY-MM-DD') as date, sum(logins)::int as logins, sum(signups)::int as signups,
          sum(leaked_passwords)::int as leaked_passwords, min(created_at) as created_at, max(updated_at) as updated_at
        from days group by days.date order by days.date`
      const { rows } = await unlessSlow(() => query.execute(db))
      return rows
    },

    /** The users who signed in at this moment or later. */
    async activeUsers(since: Date): Promise<number> {
      const counted = db
        .selectFrom('user_stats')
        .select(eb => eb.fn.countAll<string>().as('count'))
        .where('tenant_id', '=', tenant_id)
        .where('last_login', '>=', since)
      return Number((await unlessSlow(() => counted.executeTakeFirstOrThrow())).count)
    },
  }
}
