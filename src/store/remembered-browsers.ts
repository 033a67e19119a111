// Browsers on which a user has proved two factors and is not asked again for a while. The cookie's value is known by its hash only. They are
// forgotten with a new password and with any change of her factors, in the statement that makes it.
import type { Selectable } from 'kysely'
import type { RememberedBrowsersTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type RememberedBrowser = Omit<Selectable<RememberedBrowsersTable>, 'tenant_id'>

export function createRememberedBrowsers({ db, tenant: { tenant_id } }: Scope) {
  return {
    /** The oldest first. */
    async list(user_id: string, now: Date): Promise<Omit<RememberedBrowser, 'token_hash'>[]> {
      return db
        .selectFrom('remembered_browsers')
        .select(['user_id', 'user_agent', 'created_at', 'idle_expires_at', 'expires_at'])
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('idle_expires_at', '>', now)
        .where('expires_at', '>', now)
        .orderBy('created_at')
        .orderBy('token_hash')
        .execute()
    },
    async create(browser: Omit<RememberedBrowser, 'created_at'>, now: Date): Promise<void> {
      await db
        .insertInto('remembered_browsers')
        .values({ ...browser, tenant_id, created_at: now })
        .execute()
    },
    /** Whether one of these is the user's. */
    async find(user_id: string, token_hashes: readonly string[], now: Date): Promise<boolean> {
      if (token_hashes.length === 0) return false
      const row = await db
        .selectFrom('remembered_browsers')
        .select('user_id')
        .where('tenant_id', '=', tenant_id)
        .where('token_hash', 'in', token_hashes)
        .where('user_id', '=', user_id)
        .where('idle_expires_at', '>', now)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row !== undefined
    },
    /** She has signed in there: it is kept longer. */
    async touch(user_id: string, token_hashes: readonly string[], idle_expires_at: Date): Promise<void> {
      if (token_hashes.length === 0) return
      await db
        .updateTable('remembered_browsers')
        .set({ idle_expires_at })
        .where('tenant_id', '=', tenant_id)
        .where('token_hash', 'in', token_hashes)
        .where('user_id', '=', user_id)
        .execute()
    },
    /** Answers how many there were. */
    async removeAll(user_id: string): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('remembered_browsers')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
