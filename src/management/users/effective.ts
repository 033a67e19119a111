// What a user may do, and whence. Lintel has no groups: what is not hers directly comes from a role.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { checkpointPage, checkpointQuery, checkpointReply } from '../../http/paging.ts'
import type { Role as StoredRole } from '../../store/roles.ts'
import type { TenantStore } from '../../store/store.ts'
import type { UserPermission } from '../../store/user-authorization.ts'
import { Permission } from '../roles/permission.ts'
import { inexistentRole, RoleId } from '../roles/role.ts'
import { inexistentUser, UserParams } from './user.ts'

const strict = { additionalProperties: false }

const sourcesOf = <Source extends string>(...sources: Source[]) =>
  Type.Array(Type.Unsafe<Source>({ type: 'string', enum: sources }))

const EffectiveRole = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    description: Type.String(),
    sources: sourcesOf('direct', 'groups'),
  },
  { title: 'EffectiveRole' },
)
const EffectivePermission = Type.Object({ ...Permission.properties, sources: sourcesOf('direct', 'roles') })

const ofResourceServer = {
  resource_server_identifier: Type.String({
    minLength: 1,
    maxLength: 600,
    description: 'The resource server’s identifier',
  }),
}

const shownRole = (role: StoredRole) => ({ ...role, sources: ['direct' as const] })
const shownPermission = ({ sources, ...permission }: UserPermission) => ({
  ...permission,
  sources: [...new Set(sources.map(({ source_type }) => (source_type === 'DIRECT' ? 'direct' : 'roles')))] as (
    | 'direct'
    | 'roles'
  )[],
})

async function demandUser(store: TenantStore, user_id: string): Promise<void> {
  if (!(await store.users.exists(user_id))) throw inexistentUser()
}

async function resourceServerId(store: TenantStore, identifier: string): Promise<string> {
  const resource_server = await store.facts.resource_server(identifier)
  if (!resource_server) throw new LintelError('inexistent_resource_server', 'The resource server does not exist.')
  return resource_server.id
}

export const userEffective: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/users/:id/effective-roles',
    {
      config: { scopes: ['read:user_effective_roles'], sdk: 'users.effectiveRoles.list' },
      schema: {
        params: UserParams,
        querystring: Type.Object(checkpointQuery, strict),
        response: { 200: checkpointReply('roles', EffectiveRole) },
      },
    },
    async ({ store, params, query }) => {
      await demandUser(store, params.id)
      return checkpointPage(
        'roles',
        query,
        async (from, take) => (await store.users.listRolesAfter(params.id, from, take)).map(shownRole),
        role => role.id,
      )
    },
  )

  server.get(
    '/users/:id/effective-roles/sources/groups',
    {
      config: { scopes: ['read:user_role_source_groups'], sdk: 'users.effectiveRoles.sources.groups.list' },
      schema: {
        params: UserParams,
        querystring: Type.Object({ ...checkpointQuery, role_id: RoleId }, strict),
        response: { 200: checkpointReply('groups', Type.Object({})) },
      },
    },
    async ({ store, params, query }) => {
      await demandUser(store, params.id)
      if (!(await store.roles.find(query.role_id))) throw inexistentRole()
      return checkpointPage(
        'groups',
        query,
        async () => [],
        () => '',
      )
    },
  )

  server.get(
    '/users/:id/effective-permissions',
    {
      config: { scopes: ['read:user_effective_permissions'], sdk: 'users.effectivePermissions.list' },
      schema: {
        params: UserParams,
        querystring: Type.Object({ ...checkpointQuery, ...ofResourceServer }, strict),
        response: { 200: checkpointReply('permissions', EffectivePermission) },
      },
    },
    async ({ store, params, query }) => {
      await demandUser(store, params.id)
      const id = await resourceServerId(store, query.resource_server_identifier)
      return checkpointPage(
        'permissions',
        query,
        async (from, take) => (await store.users.listPermissionsAfter(params.id, id, from, take)).map(shownPermission),
        ({ permission_name }) => permission_name,
      )
    },
  )

  server.get(
    '/users/:id/effective-permissions/sources/effective-roles',
    {
      config: {
        scopes: ['read:user_permission_source_roles'],
        sdk: 'users.effectivePermissions.sources.roles.list',
      },
      schema: {
        params: UserParams,
        querystring: Type.Object(
          { ...checkpointQuery, ...ofResourceServer, permission_name: Type.String({ minLength: 1, maxLength: 280 }) },
          strict,
        ),
        response: { 200: checkpointReply('roles', EffectiveRole) },
      },
    },
    async ({ store, params, query }) => {
      await demandUser(store, params.id)
      const { resource_server_identifier, permission_name } = query
      const granting = {
        resource_server_id: await resourceServerId(store, resource_server_identifier),
        permission_name,
      }
      return checkpointPage(
        'roles',
        query,
        async (from, take) => (await store.users.listRolesAfter(params.id, from, take, granting)).map(shownRole),
        role => role.id,
      )
    },
  )
}
