// Custom domains (Auth0): further names of a tenant, each another issuer of it once it is proved. Claiming one reserves nothing: of all who
// claim a name, one may hold it as `ready`, across tenants.
import { type Selectable, sql } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { CustomDomainsTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type CustomDomain = Omit<Selectable<CustomDomainsTable>, 'tenant_id'>
export type NewCustomDomain = Pick<CustomDomain, 'id' | 'domain' | 'type' | 'verification_token' | 'domain_metadata'>

export function createCustomDomains({ db, tenant: { tenant_id } }: Scope) {
  const change = () => db.updateTable('custom_domains').where('tenant_id', '=', tenant_id)
  const one = (id: string) =>
    db.selectFrom('custom_domains').selectAll().where('tenant_id', '=', tenant_id).where('id', '=', id)
  const shown = ({ tenant_id: _, ...row }: Selectable<CustomDomainsTable>): CustomDomain => row

  return {
    async find(id: string): Promise<CustomDomain | undefined> {
      const row = await one(id).executeTakeFirst()
      return row && shown(row)
    },
    /** As it will stay until the open transaction ends. */
    async findForUpdate(id: string): Promise<CustomDomain | undefined> {
      const row = await one(id).forUpdate().executeTakeFirst()
      return row && shown(row)
    },
    /** All of them, in the order of ids: they are few. */
    async list(): Promise<CustomDomain[]> {
      const rows = await db
        .selectFrom('custom_domains')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .orderBy('id')
        .execute()
      return rows.map(shown)
    },
    async create({ domain_metadata, ...domain }: NewCustomDomain, now: Date): Promise<CustomDomain> {
      try {
        const row = await db
          .insertInto('custom_domains')
          .values({
            ...domain,
            domain_metadata: JSON.stringify(domain_metadata),
            tenant_id,
            status: 'pending_verification',
            verified_by: null,
            verified_at: null,
            error_msg: null,
            is_default: false,
            created_at: now,
            updated_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        return shown(row)
      } catch (error) {
        if (!violatedUnique(error)) throw error
        throw new LintelError('custom_domain_exists', 'Custom domain already exists.', { cause: error })
      }
    },
    async update(id: string, domain_metadata: CustomDomain['domain_metadata'], now: Date) {
      const row = await change()
        .set({ domain_metadata: JSON.stringify(domain_metadata), updated_at: now })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    /** It is proved: from now on the tenant's, if nobody else holds it. Of two at once, one wins. */
    async hold(
      id: string,
      verified_by: NonNullable<CustomDomain['verified_by']>,
      now: Date,
    ): Promise<CustomDomain | undefined> {
      try {
        const row = await change()
          .set({ status: 'ready', verified_by, verified_at: now, error_msg: null, updated_at: now })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        return row && shown(row)
      } catch (error) {
        if (!violatedUnique(error)) throw error
        throw new LintelError('custom_domain_exists', 'The domain is in use.', { cause: error })
      }
    },
    /** It is not proved. One that was stays as it is. */
    async refuse(id: string, error_msg: string, now: Date): Promise<CustomDomain | undefined> {
      const row = await change()
        .set({
          error_msg: sql<string | null>`case when status = 'ready' then error_msg else ${error_msg} end`,
          updated_at: now,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    /** Its proof is gone, and somebody else has one: false when it was not held any more. */
    async lose(id: string, error_msg: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await change()
        .set({ status: 'failed', is_default: false, error_msg, updated_at: now })
        .where('id', '=', id)
        .where('status', '=', 'ready')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** Makes this one the default in place of any other; without an id the tenant's own. Inside a transaction. */
    async setDefault(id: string | undefined, now: Date): Promise<CustomDomain | undefined> {
      await change().set({ is_default: false, updated_at: now }).where('is_default', '=', true).execute()
      if (id === undefined) return undefined
      const row = await change()
        .set({ is_default: true, updated_at: now })
        .where('id', '=', id)
        .where('status', '=', 'ready')
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    /** False: there is none, or it is the default. */
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('custom_domains')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .where('is_default', '=', false)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
