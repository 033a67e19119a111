import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../../http/paging.ts'
import { managementEvent } from '../route.ts'
import { Permission, Permissions } from './permission.ts'
import { inexistentRole, RoleParams } from './role.ts'

export const rolePermissions: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/roles/:id/permissions',
    {
      config: { scopes: ['read:roles'], sdk: 'roles.permissions.list' },
      schema: {
        params: RoleParams,
        querystring: Type.Object(offsetQuery, { additionalProperties: false }),
        response: { 200: offsetReply('permissions', Permission) },
      },
    },
    async ({ store, params, query }) => {
      const permissions = await store.roles.listPermissions(params.id, windowOf(query))
      if (permissions.length === 0 && !(await store.roles.find(params.id))) throw inexistentRole()
      return offsetPage('permissions', query, permissions, () => store.roles.countPermissions(params.id))
    },
  )

  server.post(
    '/roles/:id/permissions',
    {
      config: { scopes: ['update:roles'], sdk: 'roles.permissions.add' },
      schema: { params: RoleParams, body: Permissions, response: { 201: Type.Object({}) } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.roles.addPermissions(params.id, body.permissions)
        await tx.logs.write(managementEvent(request, 'Associate permissions with a role'), now)
      })
      return reply.code(201).send({})
    },
  )

  server.delete(
    '/roles/:id/permissions',
    {
      config: { scopes: ['update:roles'], sdk: 'roles.permissions.delete' },
      schema: { params: RoleParams, body: Permissions, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.roles.removePermissions(params.id, body.permissions)
        await tx.logs.write(managementEvent(request, 'Remove permissions from a role'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
