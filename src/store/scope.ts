// What every repository is made of: a connection (or an open transaction), one tenant, the seal.
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import type { Seal } from './seal.ts'

/** One customer's world. The issuer ends with a slash and follows configuration: nothing stored derives from it. */
export type Tenant = { tenant_id: string; issuer: string }

export type Scope = { db: Kysely<Database>; tenant: Tenant; seal: Seal }
