import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../../http/paging.ts'
import { Permission, Permissions } from '../roles/permission.ts'
import { managementEvent } from '../route.ts'
import { inexistentUser, UserParams } from './user.ts'

const UserPermission = Type.Object({
  ...Permission.properties,
  sources: Type.Array(
    Type.Object({
      source_id: Type.String({ description: 'The role’s id; empty for a direct permission' }),
      source_name: Type.String(),
      source_type: Type.Unsafe<'DIRECT' | 'ROLE'>({ type: 'string', enum: ['DIRECT', 'ROLE'] }),
    }),
  ),
})

export const userPermissions: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/users/:id/permissions',
    {
      config: { scopes: ['read:users'], sdk: 'users.permissions.list' },
      schema: {
        params: UserParams,
        querystring: Type.Object(offsetQuery, { additionalProperties: false }),
        response: { 200: offsetReply('permissions', UserPermission) },
      },
    },
    async ({ store, params, query }) => {
      const permissions = await store.users.listPermissions(params.id, windowOf(query))
      if (permissions.length === 0 && !(await store.users.exists(params.id))) throw inexistentUser()
      return offsetPage('permissions', query, permissions, () => store.users.countPermissions(params.id))
    },
  )

  server.post(
    '/users/:id/permissions',
    {
      config: { scopes: ['update:users'], sdk: 'users.permissions.create' },
      schema: { params: UserParams, body: Permissions, response: { 201: Type.Object({}) } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.users.addPermissions(params.id, body.permissions)
        await tx.logs.write(managementEvent(request, 'Assign permissions to a user', { user_id: params.id }), now)
      })
      return reply.code(201).send({})
    },
  )

  server.delete(
    '/users/:id/permissions',
    {
      config: { scopes: ['update:users'], sdk: 'users.permissions.delete' },
      schema: { params: UserParams, body: Permissions, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.users.exists(params.id))) throw inexistentUser()
        await tx.users.removePermissions(params.id, body.permissions)
        await tx.logs.write(managementEvent(request, 'Remove permissions from a user', { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
