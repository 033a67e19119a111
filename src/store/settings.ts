// A tenant's settings (Auth0: /tenants/settings): one JSON object of what was set; defaults are added by who reads it.
import { LintelError } from '../errors.ts'
import type { JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

const inexistent = () => new LintelError('inexistent_tenant', 'The tenant does not exist.')

export function createSettings({ db, tenant: { tenant_id } }: Scope) {
  return {
    async find(): Promise<JsonObject> {
      const row = await db
        .selectFrom('tenants')
        .select('settings')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirst()
      if (!row) throw inexistent()
      return row.settings
    },
    /** Sets the given keys, removes those given as null; the row is locked meanwhile, so call it inside a transaction. */
    async update(patch: JsonObject, now: Date): Promise<JsonObject> {
      const row = await db
        .selectFrom('tenants')
        .select('settings')
        .where('tenant_id', '=', tenant_id)
        .forUpdate()
        .executeTakeFirst()
      if (!row) throw inexistent()
      const settings = Object.fromEntries(
        Object.entries({ ...row.settings, ...patch }).filter(([, value]) => value !== null),
      )
      await db
        .updateTable('tenants')
        .set({ settings: JSON.stringify(settings), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .execute()
      return settings
    },
  }
}
