// Tenants: found by the host that a request names, made by the command line. The tenant `default` answers at the configured issuer, each at
// its custom domains too.
import { type Kysely, sql } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { Database } from './schema.ts'
import { canonicalIssuer, type Tenant } from './scope.ts'

export const DEFAULT_TENANT = 'default'

/** @property domain null: the default tenant, at the configured issuer */
export type NewTenant = { tenant_id: string; domain: string | null }

/** The tenant as it is reached at one of its issuers. @property is_default what links lead to where nothing says otherwise */
export type Issuer = { tenant: Tenant; is_default: boolean }

export type Tenants = {
  /** The tenant one of whose issuers has this host (with port, lower-cased), or undefined. */
  findByHost(host: string): Promise<Tenant | undefined>
  /** @param custom_domain_id where it is to be reached, if that domain is still held */
  find(tenant_id: string, custom_domain_id?: string): Promise<Tenant | undefined>
  /** Its own, and those of the custom domains that it holds. */
  issuersOf(tenant: Tenant): Promise<Issuer[]>
  list(): Promise<Tenant[]>
  tenantOf(row: NewTenant): Tenant
}

type Found = NewTenant & { custom_domain_id: string | null; custom_domain: string | null }

/** @param issuer the default tenant's; another tenant's issuer has the same scheme and its own domain */
export function createTenants(db: Kysely<Database>, issuer: string): Tenants {
  const { protocol, host: defaultHost } = new URL(issuer)
  const tenantOf = (row: NewTenant): Tenant => ({
    tenant_id: row.tenant_id,
    issuer: row.domain === null ? issuer : `${protocol}//${row.domain}/`,
  })
  const at = (tenant: Tenant, id: string, domain: string): Tenant => ({
    tenant_id: tenant.tenant_id,
    issuer: `${protocol}//${domain}/`,
    custom_domain: { id, canonical_issuer: canonicalIssuer(tenant) },
  })
  const found = ({ custom_domain_id, custom_domain, ...row }: Found): Tenant =>
    custom_domain_id === null || custom_domain === null
      ? tenantOf(row)
      : at(tenantOf(row), custom_domain_id, custom_domain)
  const columns = ['tenants.tenant_id', 'tenants.domain'] as const
  const domainColumns = ['custom_domains.id as custom_domain_id', 'custom_domains.domain as custom_domain'] as const

  return {
    async findByHost(host) {
      if (host === defaultHost) return { tenant_id: DEFAULT_TENANT, issuer }
      const row = await db
        .selectFrom('tenants')
        .select(columns)
        .select([sql<string | null>`null`.as('custom_domain_id'), sql<string | null>`null`.as('custom_domain')])
        .where('tenants.domain', '=', host)
        .unionAll(
          db
            .selectFrom('tenants')
            .innerJoin('custom_domains', 'custom_domains.tenant_id', 'tenants.tenant_id')
            .select(columns)
            .select(domainColumns)
            .where('custom_domains.domain', '=', host)
            .where('custom_domains.status', '=', 'ready'),
        )
        // A tenant's own domain is the operator's word.
        .orderBy('custom_domain_id', order => order.asc().nullsFirst())
        .executeTakeFirst()
      return row && found(row)
    },
    async find(tenant_id, custom_domain_id = '') {
      const row = await db
        .selectFrom('tenants')
        .leftJoin('custom_domains', join =>
          join
            .onRef('custom_domains.tenant_id', '=', 'tenants.tenant_id')
            .on('custom_domains.id', '=', custom_domain_id)
            .on('custom_domains.status', '=', 'ready'),
        )
        .select(columns)
        .select(domainColumns)
        .where('tenants.tenant_id', '=', tenant_id)
        .executeTakeFirst()
      return row && found(row)
    },
    async issuersOf(tenant) {
      const own = { tenant_id: tenant.tenant_id, issuer: canonicalIssuer(tenant) }
      const rows = await db
        .selectFrom('custom_domains')
        .select(['id', 'domain', 'is_default'])
        .where('tenant_id', '=', tenant.tenant_id)
        .where('status', '=', 'ready')
        .orderBy('id')
        .execute()
      return [
        { tenant: own, is_default: !rows.some(({ is_default }) => is_default) },
        ...rows.map(({ id, domain, is_default }) => ({ tenant: at(own, id, domain), is_default })),
      ]
    },
    async list() {
      const rows = await db.selectFrom('tenants').select(columns).orderBy('tenants.tenant_id').execute()
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
  if (domain !== null && (await tenants.findByHost(domain))) throw exists()
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
