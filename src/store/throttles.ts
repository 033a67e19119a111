// Counters of attempts in a window, shared by replicas and kept over restarts.
import { sql } from 'kysely'
import { PREPARED } from './database.ts'
import type { Scope } from './scope.ts'

export function createThrottles({ db, tenant: { tenant_id }, seal }: Scope) {
  return {
    /**
     * Counts one attempt and answers how many there have been in the window it falls in. One statement.
     * @param key what is counted, e.g. `['login', ip, email]`; stored as a keyed hash only
     */
    async hit(
      key: readonly string[],
      window_seconds: number,
      now: Date,
    ): Promise<{ count: number; window_ends_at: Date }> {
      const window_ends_at = new Date(now.getTime() + window_seconds * 1000)
      return db
        .insertInto('throttles')
        .values({ tenant_id, key: seal.mac(JSON.stringify(key)), count: 1, window_ends_at })
        .onConflict(conflict =>
          conflict.columns(['tenant_id', 'key']).doUpdateSet({
            count: sql`case when throttles.window_ends_at <= ${now} then 1 else throttles.count + 1 end`,
            window_ends_at: sql`case when throttles.window_ends_at <= ${now} then excluded.window_ends_at else throttles.window_ends_at end`,
          }),
        )
        .returning(['count', 'window_ends_at'])
        .executeTakeFirstOrThrow()
    },
    /** Takes one attempt back that was counted but came to nothing. */
    async refund(key: readonly string[]): Promise<void> {
      await db
        .updateTable('throttles')
        .set(eb => ({ count: eb('count', '-', 1) }))
        .where('tenant_id', '=', tenant_id)
        .where('key', '=', seal.mac(JSON.stringify(key)))
        .where('count', '>', 0)
        .execute()
    },
    /** How many attempts the running window has seen; 0 when there is none. */
    async count(key: readonly string[], now: Date): Promise<number> {
      const row = await db
        .selectFrom('throttles')
        .select('count')
        .where('tenant_id', '=', tenant_id)
        .where('key', '=', seal.mac(JSON.stringify(key)))
        .where('window_ends_at', '>', now)
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      return row?.count ?? 0
    },
    async clear(key: readonly string[]): Promise<void> {
      await db
        .deleteFrom('throttles')
        .where('tenant_id', '=', tenant_id)
        .where('key', '=', seal.mac(JSON.stringify(key)))
        .execute()
    },
  }
}
