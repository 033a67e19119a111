// Who brings a tenant's messages to phones. One at most (Auth0 too), so that what is sent, and by whom, is never a question of order.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { newPhoneProviderId } from '../ids.ts'
import { violatedUnique } from './database.ts'
import type { PhoneProvidersTable } from './schema.ts'
import type { Scope } from './scope.ts'

/** @property auth_token Twilio's @property signing_secret of a webhook (Standard Webhooks): `whsec_` and base64 */
export type PhoneProviderCredentials = { auth_token?: string; signing_secret?: string }

type Row = Selectable<PhoneProvidersTable>
export type PhoneProvider = Omit<Row, 'tenant_id' | 'credentials'> & { credentials: PhoneProviderCredentials }
export type NewPhoneProvider = Omit<PhoneProvider, 'id' | 'created_at' | 'updated_at'>

export function createPhoneProviders({ db, tenant: { tenant_id }, seal }: Scope) {
  const place = (id: string) => ({ tenant_id, table: 'phone_providers', row: id, column: 'credentials' })
  const shown = ({ tenant_id: _, credentials, ...row }: Row): PhoneProvider => ({
    ...row,
    credentials: JSON.parse(seal.open(credentials, place(row.id))),
  })
  const columns = (id: string, { name, disabled, configuration, credentials }: NewPhoneProvider) => ({
    name,
    disabled,
    configuration: JSON.stringify(configuration),
    credentials: seal.seal(JSON.stringify(credentials), place(id)),
  })

  return {
    /** The tenant's, whether or not it is disabled. */
    async find(): Promise<PhoneProvider | undefined> {
      const row = await db
        .selectFrom('phone_providers')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirst()
      return row && shown(row)
    },
    /** As it will stay until the open transaction ends. */
    async findForUpdate(): Promise<PhoneProvider | undefined> {
      const row = await db
        .selectFrom('phone_providers')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .forUpdate()
        .executeTakeFirst()
      return row && shown(row)
    },
    async create(provider: NewPhoneProvider, now: Date): Promise<PhoneProvider> {
      const id = newPhoneProviderId()
      try {
        const row = await db
          .insertInto('phone_providers')
          .values({ tenant_id, id, ...columns(id, provider), created_at: now, updated_at: now })
          .returningAll()
          .executeTakeFirstOrThrow()
        return shown(row)
      } catch (error) {
        if (!violatedUnique(error)) throw error
        throw new LintelError('phone_provider_conflict', 'The tenant has a phone provider already.', { cause: error })
      }
    },
    async replace(id: string, provider: NewPhoneProvider, now: Date): Promise<PhoneProvider | undefined> {
      const row = await db
        .updateTable('phone_providers')
        .set({ ...columns(id, provider), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('phone_providers')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
