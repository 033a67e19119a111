// What time has made useless, in every tenant, in small batches. Knows no tenant: it removes by expiry alone and shows nothing.
import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** What came of a revoked grant may still be on its way; afterwards the mark has done its work. */
const REVOKED_FOR_MS = 3_600_000
/** oidc-provider looks at rows a few seconds past their end (its clock tolerance). */
const TOLERANCE_MS = 60_000

/** Removes at most `limit` rows of each kind; answers how many went in all. Call again until 0. */
export async function removeExpired(db: Kysely<Database>, now: Date, limit: number): Promise<number> {
  const past = new Date(now.getTime() - TOLERANCE_MS)
  const revoked = new Date(now.getTime() - REVOKED_FOR_MS)
  const sweep = async (table: string, where: ReturnType<typeof sql>): Promise<number> => {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where ctid in (
        select ctid from ${sql.table(table)} where ${where} limit ${limit} for update skip locked
      )`.execute(db)
    return Number(numAffectedRows ?? 0n)
  }
  let gone = 0
  gone += await sweep('grants', sql`expires_at < ${past}`)
  gone += await sweep('grants', sql`revoked_at < ${revoked}`)
  gone += await sweep(
    'grants',
    sql`(tenant_id, id) in (
      select tenant_id, grant_id from refresh_token_families
      where least(idle_expires_at, expires_at) < ${past} limit ${limit})`,
  )
  gone += await sweep('refresh_tokens', sql`expires_at < ${past}`)
  gone += await sweep('artefacts', sql`expires_at < ${past}`)
  gone += await sweep('sessions', sql`idle_expires_at < ${past}`)
  gone += await sweep('tickets', sql`expires_at < ${past}`)
  gone += await sweep('throttles', sql`window_ends_at < ${past}`)
  return gone
}
