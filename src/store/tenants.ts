// Tenants: found by the host that a request names, made by the command line. The tenant `default` answers at the configured issuer.
import type { Kysely } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { Database } from './schema.ts'
import type { Tenant } from './scope.ts'

export const DEFAULT_TENANT = 'default'

export type Tenants = {
  /** The tenant whose issuer has this host (with port, lower-cased), or undefined. */
  findByHost(host: string): Promise<Tenant | undefined>
  find(tenant_id: string): Promise<Tenant | undefined>
  list(): Promise<Tenant[]>
  create(input: { tenant_id: string; domain: string | null }, now: Date): Promise<Tenant>
}

/** @param issuer the default tenant's; another tenant's issuer has the same scheme and its own domain */
export function createTenants(db: Kysely<Database>, issuer: string): Tenants {
  const { protocol, host: defaultHost } = new URL(issuer)
  const tenantOf = (row: { tenant_id: string; domain: string | null }): Tenant => ({
    tenant_id: row.tenant_id,
    issuer: row.domain === null ? issuer : `${protocol}//${row.domain}/`,
  })
  const columns = ['tenant_id', 'domain'] as const

  return {
    async findByHost(host) {
      if (host === defaultHost) return { tenant_id: DEFAULT_TENANT, issuer }
      const row = await db.selectFrom('tenants').select(columns).where('domain', '=', host).executeTakeFirst()
      return row && tenantOf(row)
    },
    async find(tenant_id) {
      const row = await db.selectFrom('tenants').select(columns).where('tenant_id', '=', tenant_id).executeTakeFirst()
      return row && tenantOf(row)
    },
    async list() {
      const rows = await db.selectFrom('tenants').select(columns).orderBy('tenant_id').execute()
      return rows.map(tenantOf)
    },
    async create({ tenant_id, domain }, now) {
      if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(tenant_id)) {
        throw new LintelError('invalid_body', 'A tenant id is 1 to 63 of a-z, 0-9 and inner hyphens.')
      }
      if (
        domain !== null &&
        (domain !== domain.toLowerCase() ||
          !URL.canParse(`http://${domain}/`) ||
          new URL(`http://${domain}/`).host !== domain)
      ) {
        throw new LintelError(
          'invalid_body',
          'A domain is a lower-case host name, with a port if it is not the standard one.',
        )
      }
      if (domain === defaultHost) throw new LintelError('tenant_exists', `The default tenant answers at ${domain}.`)
      try {
        await db
          .insertInto('tenants')
          .values({ tenant_id, domain, settings: '{}', created_at: now, updated_at: now })
          .execute()
      } catch (error) {
        if (violatedUnique(error))
          throw new LintelError('tenant_exists', 'A tenant with this id or domain exists already.', { cause: error })
        throw error
      }
      return tenantOf({ tenant_id, domain })
    },
  }
}
