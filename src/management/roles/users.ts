import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { listPage, listQuery, listReply } from '../../http/paging.ts'
import { managementEvent } from '../route.ts'
import { UserId } from '../users/user.ts'
import { demandMembersRead, inexistentRole, RoleParams } from './role.ts'

const RoleUser = Type.Object({
  user_id: Type.String(),
  email: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  picture: Type.Optional(Type.String()),
})

export const roleUsers: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/roles/:id/users',
    {
      config: { scopes: ['read:users', 'read:roles', 'read:role_members'], sdk: 'roles.users.list' },
      schema: {
        params: RoleParams,
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: { 200: listReply('users', RoleUser) },
      },
    },
    async request => {
      const { store, params, query } = request
      demandMembersRead(request)
      return listPage(
        'users',
        query,
        {
          list: window => store.roles.listUsers(params.id, window),
          count: () => store.roles.countUsers(params.id),
          listAfter: (from, take) => store.roles.listUsersAfter(params.id, from, take),
        },
        user => user.user_id,
        async users => {
          if (users.length === 0 && !(await store.roles.find(params.id))) throw inexistentRole()
          return users.map(
            user =>
              Object.fromEntries(Object.entries(user).filter(([, value]) => value !== null)) as { user_id: string },
          )
        },
      )
    },
  )

  server.post(
    '/roles/:id/users',
    {
      config: { scopes: ['update:roles', 'create:role_members'], sdk: 'roles.users.assign' },
      schema: {
        params: RoleParams,
        body: Type.Object(
          { users: Type.Array(UserId, { minItems: 1, maxItems: 1_000 }) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({}) },
      },
    },
    async request => {
      const { store, params, body } = request
      const now = new Date()
      return store.transaction(async tx => {
        await tx.roles.addUsers(params.id, body.users)
        await tx.logs.write(managementEvent(request, 'Assign users to a role'), now)
        return {}
      })
    },
  )
}
