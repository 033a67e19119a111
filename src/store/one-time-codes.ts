// Codes that are sent to somebody. Each is for one purpose within one transaction, is guessed at a few times at most, and is spent by one
// conditional update with one winner. Known by a keyed hash only.
import { type Selectable, sql } from 'kysely'
import { newBearerValue } from '../ids.ts'
import type { JsonObject, OneTimeCodesTable } from './schema.ts'
import type { Scope } from './scope.ts'

/** NIST SP 800-63B-4 §3.2.2 allows more; five tries of 10^8 codes find none. */
export const MOST_ATTEMPTS = 5

export type OneTimeCode = Pick<Selectable<OneTimeCodesTable>, 'id' | 'user_id' | 'details' | 'expires_at'>
/**
 * @property purpose what the code opens: nothing else takes it
 * @property transaction where it was asked for (an interaction, an mfa_token, an auth_session): nowhere else is it taken
 * @property details what whoever redeems it must know
 */
export type NewOneTimeCode = {
  purpose: string
  transaction: string
  user_id?: string | null
  details?: JsonObject
  expires_at: Date
}
/** `gone`: there is none, it has been used, has expired, or was guessed at too often. */
export type CodeTry = { outcome: 'right'; code: OneTimeCode } | { outcome: 'wrong' | 'gone' }

export function createOneTimeCodes({ db, tenant: { tenant_id }, seal }: Scope) {
  const hashOf = (id: string, code: string) => seal.mac(JSON.stringify(['one-time code', tenant_id, id, code]))
  const changing = (id: string) =>
    db.updateTable('one_time_codes').where('tenant_id', '=', tenant_id).where('id', '=', id)

  return {
    /** Answers its public handle. There is no code until `arm`. */
    async create({ user_id, details = {}, ...code }: NewOneTimeCode, now: Date): Promise<string> {
      const id = newBearerValue()
      await db
        .insertInto('one_time_codes')
        .values({
          ...code,
          tenant_id,
          id,
          user_id: user_id ?? null,
          details: JSON.stringify(details),
          code_hash: null,
          created_at: now,
          consumed_at: null,
        })
        .execute()
      return id
    },
    /**
     * From now on this is the code: it is about to be sent. Answers until when; undefined: it is of no use any more.
     * @param whose where that was not known before
     */
    async arm(
      id: string,
      code: string,
      now: Date,
      whose?: { user_id: string; details: JsonObject },
    ): Promise<Date | undefined> {
      const known = whose && { user_id: whose.user_id, details: JSON.stringify(whose.details) }
      const row = await changing(id)
        .set({ code_hash: hashOf(id, code), ...known })
        .where('consumed_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('expires_at')
        .executeTakeFirst()
      return row?.expires_at
    },
    /** Undefined: there is none that could still be used for this, here. */
    async find(
      id: string,
      { purpose, transaction }: Pick<NewOneTimeCode, 'purpose' | 'transaction'>,
      now: Date,
    ): Promise<OneTimeCode | undefined> {
      return db
        .selectFrom('one_time_codes')
        .select(['id', 'user_id', 'details', 'expires_at'])
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .where('purpose', '=', purpose)
        .where('transaction', '=', transaction)
        .where('consumed_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst()
    },
    /** The one that was asked for here last. */
    async findId(
      { purpose, transaction }: Pick<NewOneTimeCode, 'purpose' | 'transaction'>,
      now: Date,
    ): Promise<string | undefined> {
      const row = await db
        .selectFrom('one_time_codes')
        .select('id')
        .where('tenant_id', '=', tenant_id)
        .where('purpose', '=', purpose)
        .where('transaction', '=', transaction)
        .where('consumed_at', 'is', null)
        .where('expires_at', '>', now)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row?.id
    },
    /** Counts the try and, if the code is right, spends it. @param keeps whether it stays good for another try */
    async try(
      id: string,
      { purpose, transaction }: Pick<NewOneTimeCode, 'purpose' | 'transaction'>,
      code: string,
      now: Date,
      { keeps = false }: { keeps?: boolean } = {},
    ): Promise<CodeTry> {
      const is_right = sql<boolean>`coalesce(code_hash = ${hashOf(id, code)}, false)`
      const row = await changing(id)
        .set({
          attempts: sql`attempts + 1`,
          ...(keeps ? {} : { consumed_at: sql`case when ${is_right} then ${now}::timestamptz end` }),
        })
        .where('purpose', '=', purpose)
        .where('transaction', '=', transaction)
        .where('consumed_at', 'is', null)
        .where('attempts', '<', MOST_ATTEMPTS)
        .where('expires_at', '>', now)
        .returning(['id', 'user_id', 'details', 'expires_at', 'attempts', is_right.as('is_right')])
        .executeTakeFirst()
      if (!row) return { outcome: 'gone' }
      const { attempts, is_right: opens, ...rest } = row
      if (opens) return { outcome: 'right', code: rest }
      return { outcome: attempts < MOST_ATTEMPTS ? 'wrong' : 'gone' }
    },
    /** The right one was spent, and nothing could come of it yet: it stays good. */
    async restore(id: string): Promise<void> {
      await changing(id).set({ consumed_at: null, attempts: sql`attempts - 1` }).execute()
    },
    /** What was asked for here before is of no use any more. */
    async removeAll({ purpose, transaction }: Pick<NewOneTimeCode, 'purpose' | 'transaction'>): Promise<void> {
      await db
        .deleteFrom('one_time_codes')
        .where('tenant_id', '=', tenant_id)
        .where('purpose', '=', purpose)
        .where('transaction', '=', transaction)
        .execute()
    },
  }
}
