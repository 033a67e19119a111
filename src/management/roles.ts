import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../http/paging.ts'
import { newRoleId } from '../ids.ts'
import { managementEvent } from './route.ts'

const RoleId = Type.String({ pattern: '^rol_[A-Za-z0-9]{16}$' })
export const Role = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
})

const inexistent = () => new LintelError('inexistent_role', 'The role does not exist.')

export const roles: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/roles',
    {
      config: { scopes: ['read:roles'], sdk: 'roles.list' },
      schema: {
        querystring: Type.Object(
          { ...offsetQuery, name_filter: Type.Optional(Type.String({ maxLength: 200 })) },
          { additionalProperties: false },
        ),
        response: { 200: offsetReply('roles', Role) },
      },
    },
    async ({ store, query }) => {
      const filter = query.name_filter === undefined ? {} : { name: query.name_filter }
      return offsetPage('roles', query, await store.roles.list(filter, windowOf(query)), () =>
        store.roles.count(filter),
      )
    },
  )

  server.post(
    '/roles',
    {
      config: { scopes: ['create:roles'], sdk: 'roles.create' },
      schema: {
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 200 }),
            description: Type.Optional(Type.String({ maxLength: 500 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Role },
      },
    },
    async request => {
      const { body, store } = request
      const now = new Date()
      return store.transaction(async tx => {
        const role = await tx.roles.create(
          { id: newRoleId(), name: body.name, description: body.description ?? null },
          now,
        )
        await tx.logs.write(managementEvent(request, 'Create a role'), now)
        return role
      })
    },
  )

  server.get(
    '/roles/:id',
    {
      config: { scopes: ['read:roles'], sdk: 'roles.get' },
      schema: { params: Type.Object({ id: RoleId }), response: { 200: Role } },
    },
    async ({ store, params }) => {
      const role = await store.roles.find(params.id)
      if (!role) throw inexistent()
      return role
    },
  )

  server.patch(
    '/roles/:id',
    {
      config: { scopes: ['update:roles'], sdk: 'roles.update' },
      schema: {
        params: Type.Object({ id: RoleId }),
        body: Type.Object(
          {
            name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
            description: Type.Optional(Type.String({ maxLength: 500 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Role },
      },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      return store.transaction(async tx => {
        const role = await tx.roles.update(params.id, body)
        if (!role) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Update a role'), now)
        return role
      })
    },
  )

  server.delete(
    '/roles/:id',
    {
      config: { scopes: ['delete:roles'], sdk: 'roles.delete' },
      schema: { params: Type.Object({ id: RoleId }), response: { 200: Type.Object({}) } },
    },
    async request => {
      const { params, store } = request
      const now = new Date()
      return store.transaction(async tx => {
        if (!(await tx.roles.remove(params.id))) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Delete a role'), now)
        return {}
      })
    },
  )
}
