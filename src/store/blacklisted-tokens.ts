// JWTs that are good no more before their end (Auth0: blacklists), known by their `jti`, of one audience or of any.
import type { Scope } from './scope.ts'

export type BlacklistedToken = { aud: string | undefined; jti: string }

/** Any audience, as it is stored. */
const ANY = ''

export function createBlacklistedTokens({ db, tenant: { tenant_id } }: Scope) {
  const live = (now: Date) =>
    db.selectFrom('blacklisted_tokens').where('tenant_id', '=', tenant_id).where('expires_at', '>', now)

  return {
    /** One that is there already stays as it is. */
    async add({ aud = ANY, jti }: BlacklistedToken, expires_at: Date, now: Date): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('blacklisted_tokens')
        .values({ tenant_id, aud, jti, expires_at, created_at: now })
        .onConflict(conflict => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    /** @param aud those that were named with this audience */
    async list(aud: string | undefined, now: Date): Promise<BlacklistedToken[]> {
      const rows = await live(now)
        .select(['aud', 'jti'])
        .$if(aud !== undefined, query => query.where('aud', '=', aud as string))
        .orderBy('created_at')
        .orderBy('jti')
        .execute()
      return rows.map(row => ({ aud: row.aud === ANY ? undefined : row.aud, jti: row.jti }))
    },
    async count(now: Date): Promise<number> {
      const { count } = await live(now)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
  }
}
