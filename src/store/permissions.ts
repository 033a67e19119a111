// Permissions: scopes of resource servers, as roles and users hold them.
import { type RawBuilder, sql } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedForeignKey } from './database.ts'
import { MANAGEMENT_SCOPES } from './management-scopes.ts'
import { managementAudience, shownIdentifier, storedIdentifier } from './own-apis.ts'
import type { ScopeDefinition } from './schema.ts'
import type { Scope } from './scope.ts'

export type PermissionName = { resource_server_identifier: string; permission_name: string }
export type Permission = PermissionName & { resource_server_name: string; description?: string }

type Key = { resource_server_id: string; permission_name: string }

/**
 * A page of held permissions, described by their resource servers.
 * @param held a query of `resource_server_id`, `permission_name` and, if it likes, `sources`
 */
export async function listPermissions<T extends Permission = Permission>(
  { db, tenant }: Scope,
  held: RawBuilder<unknown>,
  { limit, offset }: { limit: number; offset: number },
): Promise<T[]> {
  const { rows } = await sql<
    Omit<T, 'resource_server_identifier'> & { identifier: string; description: string | null }
  >`
    select held.*, resource_server.identifier, resource_server.name as resource_server_name, (
      select scope ->> 'description' from jsonb_array_elements(resource_server.scopes) as scope
      where scope ->> 'value' = held.permission_name limit 1
    ) as description
    from (${held}) as held
    join resource_servers as resource_server
      on resource_server.tenant_id = ${tenant.tenant_id} and resource_server.id = held.resource_server_id
    order by resource_server.identifier, held.permission_name
    limit ${limit} offset ${offset}`.execute(db)
  return rows.map(({ identifier, description: stored, ...row }) => {
    const resource_server_identifier = shownIdentifier(tenant, identifier)
    const scopes = resource_server_identifier === managementAudience(tenant) ? MANAGEMENT_SCOPES : []
    const description = scopes.find(scope => scope.value === row.permission_name)?.description ?? stored
    return { ...row, resource_server_identifier, ...(description === null ? {} : { description }) } as unknown as T
  })
}

export async function countPermissions({ db }: Scope, held: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) from (${held}) as held`.execute(db)
  return Number(rows[0]?.count)
}

/** As they are stored. Throws when one is not offered by its resource server. */
export async function offeredPermissions(scope: Scope, names: readonly PermissionName[]): Promise<Key[]> {
  const servers = await serversOf(scope, names)
  return names.map(({ resource_server_identifier, permission_name }) => {
    const server = servers.get(resource_server_identifier)
    if (!server) throw new LintelError('inexistent_resource_server', 'The resource server does not exist.')
    if (!server.scopes.some(({ value }) => value === permission_name)) {
      const where = `${permission_name} of ${resource_server_identifier}`
      throw new LintelError('inexistent_permission', `The permission does not exist: ${where}.`)
    }
    return { resource_server_id: server.id, permission_name }
  })
}

/** As they are stored; those of resource servers that do not exist are left out. */
export async function knownPermissions(scope: Scope, names: readonly PermissionName[]): Promise<Key[]> {
  const servers = await serversOf(scope, names)
  return names.flatMap(({ resource_server_identifier, permission_name }) => {
    const server = servers.get(resource_server_identifier)
    return server ? [{ resource_server_id: server.id, permission_name }] : []
  })
}

export const isAmong = (keys: readonly Key[]): RawBuilder<boolean> =>
  sql`(resource_server_id, permission_name) in (${sql.join(
    keys.map(key => sql`(${key.resource_server_id}, ${key.permission_name})`),
  )})`

async function serversOf({ db, tenant }: Scope, names: readonly PermissionName[]) {
  const identifiers = new Set(names.map(name => storedIdentifier(tenant, name.resource_server_identifier)))
  const rows = await db
    .selectFrom('resource_servers')
    .select(['id', 'identifier', 'scopes'])
    .where('tenant_id', '=', tenant.tenant_id)
    .where('identifier', 'in', ['', ...identifiers])
    .execute()
  const audience = managementAudience(tenant)
  return new Map<string, { id: string; scopes: ScopeDefinition[] }>(
    rows.map(({ id, identifier, scopes }) => {
      const shown = shownIdentifier(tenant, identifier)
      return [shown, { id, scopes: shown === audience ? MANAGEMENT_SCOPES : scopes }]
    }),
  )
}

/** What a foreign key says is missing. */
export async function unlessMissing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const constraint = violatedForeignKey(error)
    if (constraint?.includes('user_id'))
      throw new LintelError('inexistent_user', 'The user does not exist.', { cause: error })
    if (constraint?.includes('role_id'))
      throw new LintelError('inexistent_role', 'The role does not exist.', { cause: error })
    throw error
  }
}
