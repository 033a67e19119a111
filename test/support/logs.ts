import { eventually } from './eventually.ts'

/**
 * Waits until checkpoint paging shows every event there is. It stops below the oldest transaction of the whole cluster that still runs, and
 * other tests' transactions are of the same cluster.
 */
export const untilLogIsSettled = (database: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<void> =>
  eventually(async () => {
    const { rows } = await database.query(
      'select 1 from log_events where tx >= pg_snapshot_xmin(pg_current_snapshot()) limit 1',
    )
    return rows.length === 0
  })
