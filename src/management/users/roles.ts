import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../../http/paging.ts'
import { demandMembersRead, Role, RoleId, shownRole } from '../roles/role.ts'
import { managementEvent } from '../route.ts'
import { inexistentUser, UserParams } from './user.ts'

const Roles = Type.Object(
  { roles: Type.Array(RoleId, { minItems: 1, maxItems: 1_000 }) },
  { additionalProperties: false },
)

export const userRoles: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/users/:id/roles',
    {
      config: { scopes: ['read:users', 'read:roles', 'read:role_members'], sdk: 'users.roles.list' },
      schema: {
        params: UserParams,
        querystring: Type.Object(offsetQuery, { additionalProperties: false }),
        response: { 200: offsetReply('roles', Role) },
      },
    },
    async request => {
      const { store, params, query } = request
      demandMembersRead(request)
      const roles = await store.users.listRoles(params.id, windowOf(query))
      if (roles.length === 0 && !(await store.users.exists(params.id))) throw inexistentUser()
      return offsetPage('roles', query, roles.map(shownRole), () => store.users.countRoles(params.id))
    },
  )

  server.post(
    '/users/:id/roles',
    {
      config: { scopes: ['update:users', 'create:role_members'], sdk: 'users.roles.assign' },
      schema: { params: UserParams, body: Roles, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.users.addRoles(params.id, body.roles)
        await tx.logs.write(managementEvent(request, 'Assign roles to a user', { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.delete(
    '/users/:id/roles',
    {
      config: { scopes: ['update:users', 'delete:role_members'], sdk: 'users.roles.delete' },
      schema: { params: UserParams, body: Roles, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.users.exists(params.id))) throw inexistentUser()
        await tx.users.removeRoles(params.id, body.roles)
        await tx.logs.write(managementEvent(request, 'Remove roles from a user', { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
