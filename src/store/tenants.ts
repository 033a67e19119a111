// Tenants: found by the host that a request names, made by the command line. The tenant `default` answers at the configured issuer.
import type { Kysely } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { Database } from './schema.ts'
import type { Tenant } from './scope.ts'

export const DEFAULT_TENANT = 'default'

/** @property domain null: the default tenant, at the configured issuer */
export type NewTenant = { tenant_id: string; domain: string | null }

export type Tenants = {
  /** The tenant whose issuer has this host (with port, lower-cased), or undefined. */
  findByHost(host: string): Promise<Tenant | undefined>
  find(tenant_id: string): Promise<Tenant | undefined>
  list(): Promise<Tenant[]>
  tenantOf(row: NewTenant): Tenant
}

/** @param issuer the default tenant's; another tenant's issuer has the same scheme and its own domain */
export function createTenants(db: Kysely<Database>, issuer: string): Tenants {
  const { protocol, host: defaultHost } = new URL(issuer)
  const tenantOf = (row: NewTenant): Tenant => ({
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
    tenantOf,
  }
}

export async function insertTenant(
  db: Kysely<Database>,
  tenants: Tenants,
  input: NewTenant,
  now: Date,
): Promise<Tenant> {
  const { tenant_id, domain } = input
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(tenant_id)) {
    throw new LintelError('invalid_body', 'A tenant id is 1 to 63 of a-z, 0-9 and inner hyphens.')
  }
  if (domain !== null && (!URL.canParse(`http://${domain}/`) || new URL(`http://${domain}/`).host !== domain)) {
    throw new LintelError(
      'invalid_body',
      'A domain is a lower-case host name, with a port if it is not the standard one.',
    )
  }
  const tenant = tenants.tenantOf(input)
  const exists = () => new LintelError('tenant_exists', 'A tenant with this id or domain exists already.')
  if (domain !== null && tenant.issuer === tenants.tenantOf({ tenant_id, domain: null }).issuer) throw exists()
  try {
    await db
      .insertInto('tenants')
      .values({ ...input, settings: '{}', created_at: now, updated_at: now })
      .execute()
  } catch (error) {
    if (violatedUnique(error)) throw exists()
    throw error
  }
  return tenant
}
