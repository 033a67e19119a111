// The tokens of RFC 7591 and RFC 7592, stored as hashes only: an initial access token lets its holder register some clients until it expires,
// a registration access token is one client's key to its own registration.
import { newBearerValue } from '../ids.ts'
import { hashBearer } from './hash.ts'
import type { Scope } from './scope.ts'

export function createRegistrationTokens({ db, tenant: { tenant_id } }: Scope) {
  return {
    /** An initial access token, in nobody's hands but the caller's. */
    async createInitial({ uses, expires_at }: { uses: number; expires_at: Date }, now: Date): Promise<string> {
      const raw = newBearerValue()
      await db
        .insertInto('registration_tokens')
        .values({
          tenant_id,
          token_hash: hashBearer(raw),
          client_id: null,
          uses_left: uses,
          expires_at,
          created_at: now,
        })
        .execute()
      return raw
    },
    /** Whether an initial access token is good for one more client. Spends nothing. */
    async isInitial(raw: string, now: Date): Promise<boolean> {
      const row = await db
        .selectFrom('registration_tokens')
        .select('token_hash')
        .where('tenant_id', '=', tenant_id)
        .where('token_hash', '=', hashBearer(raw))
        .where('uses_left', '>', 0)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row !== undefined
    },
    /** Spends one use of an initial access token, if there is one left: one statement, as many winners as uses. */
    async spendInitial(raw: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('registration_tokens')
        .set(eb => ({ uses_left: eb('uses_left', '-', 1) }))
        .where('tenant_id', '=', tenant_id)
        .where('token_hash', '=', hashBearer(raw))
        .where('uses_left', '>', 0)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** The first registration access token of a client. */
    async createFor(client_id: string, now: Date): Promise<string> {
      const raw = newBearerValue()
      await db
        .insertInto('registration_tokens')
        .values({
          tenant_id,
          token_hash: hashBearer(raw),
          client_id,
          uses_left: null,
          expires_at: null,
          created_at: now,
        })
        .execute()
      return raw
    },
    async isFor(client_id: string, raw: string): Promise<boolean> {
      const row = await db
        .selectFrom('registration_tokens')
        .select('token_hash')
        .where('tenant_id', '=', tenant_id)
        .where('token_hash', '=', hashBearer(raw))
        .where('client_id', '=', client_id)
        .executeTakeFirst()
      return row !== undefined
    },
    /** Its successor; undefined when it is not that client's (any more): of two at once, one wins. */
    async rotate(client_id: string, raw: string, now: Date): Promise<string | undefined> {
      const next = newBearerValue()
      const { numUpdatedRows } = await db
        .updateTable('registration_tokens')
        .set({ token_hash: hashBearer(next), created_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('token_hash', '=', hashBearer(raw))
        .where('client_id', '=', client_id)
        .executeTakeFirst()
      return numUpdatedRows > 0n ? next : undefined
    },
  }
}
