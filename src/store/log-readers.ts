// Who reads the log in its order, of all tenants at once: which streams have something to deliver, and what becomes of their places when the
// order begins anew. No request comes here.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from './schema.ts'
import { DAILY_STATS } from './stats.ts'

export type LeasedStream = { tenant_id: string; id: string; lease: string }

/** The tables that hold places in the log's order: (tx, log_id). */
export const LOG_READERS = ['log_streams', 'log_cursors'] as const

/**
 * When every event's transaction becomes 0, the order among them is their ids': a reader goes on just before the first that he has not seen,
 * and sees some twice rather than miss one.
 */
export const restartedLogId = (table: string): RawBuilder<string> => sql<string>`coalesce((
  select left(min(event.log_id), -1) from log_events event
  where event.tenant_id = ${sql.ref(`${table}.tenant_id`)}
    and (event.tx, event.log_id) > (${sql.ref(`${table}.tx`)}, ${sql.ref(`${table}.log_id`)})
), '~')`

/**
 * Takes the lease of at most `limit` streams that nobody delivers, whose time has come and that have something to deliver; first those whose
 * turn is longest ago.
 * The next event is looked up in the index of the log's order; nothing is written when there is none.
 */
export async function leaseLogStreams(
  db: Kysely<Database>,
  { lease, limit, lease_ends_at }: { lease: string; limit: number; lease_ends_at: Date },
  now: Date,
): Promise<LeasedStream[]> {
  const { rows } = await sql<LeasedStream>`
    with due as materialized (
      select stream.tenant_id, stream.id from log_streams stream
      cross join lateral (
        select from log_events event
        where event.tenant_id = stream.tenant_id and (event.tx, event.log_id) > (stream.tx, stream.log_id)
          and event.tx < pg_snapshot_xmin(pg_current_snapshot())
        order by event.tx, event.log_id limit 1
      ) unsent
      where stream.status = 'active' and (stream.retry_at is null or stream.retry_at <= ${now})
        and (stream.lease_ends_at is null or stream.lease_ends_at <= ${now})
      order by stream.lease_ends_at nulls first limit ${limit} for update of stream skip locked
    )
    update log_streams stream set lease = ${lease}, lease_ends_at = ${lease_ends_at} from due
    where stream.tenant_id = due.tenant_id and stream.id = due.id
    returning stream.tenant_id, stream.id, stream.lease`.execute(db)
  return rows
}

/** The tenants whose days are not counted up to the log's end. */
export async function listUncounted(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select tenants.tenant_id from tenants
    left join log_cursors place on place.tenant_id = tenants.tenant_id and place.reader = ${DAILY_STATS}
    cross join lateral (
      select from log_events event
      where event.tenant_id = tenants.tenant_id
        and (event.tx, event.log_id) > (coalesce(place.tx, '0'::xid8), coalesce(place.log_id, ''))
        and event.tx < pg_snapshot_xmin(pg_current_snapshot())
      order by event.tx, event.log_id limit 1
    ) uncounted`.execute(db)
  return rows.map(row => row.tenant_id)
}
