// What every repository is made of: a connection (or an open transaction), one tenant, the seal.
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import type { Seal } from './seal.ts'

/**
 * One customer's world, as it is reached at one of its issuers. An issuer ends with a slash and follows configuration or a custom domain:
 * nothing stored derives from it.
 */
export type Tenant = {
  tenant_id: string
  issuer: string
  /** Undefined: `issuer` is the tenant's own. */
  custom_domain?: { id: string; canonical_issuer: string }
}

/** The tenant's own issuer, wherever it is reached. */
export const canonicalIssuer = ({ issuer, custom_domain }: Tenant): string => custom_domain?.canonical_issuer ?? issuer

export type Scope = { db: Kysely<Database>; tenant: Tenant; seal: Seal }
