import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../http/paging.ts'
import { newRoleId } from '../ids.ts'
import { inexistentRole, ROLE_UNENFORCED, Role, RoleParams, shownRole } from './roles/role.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, enforcedOnly } from './unenforced.ts'

export const roles: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/roles',
    {
      config: { scopes: ['read:roles'], sdk: 'roles.list' },
      schema: {
        querystring: Type.Object(
          {
            ...offsetQuery,
            name_filter: Type.Optional(Type.String({ maxLength: 200, description: 'A part of the name, in any case' })),
            type: Type.Optional(
              Type.Unsafe<'tenant' | 'organization'>({ type: 'string', enum: ['tenant', 'organization'] }),
            ),
            owner_id: Type.Optional(Type.String({ maxLength: 200 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: offsetReply('roles', Role) },
      },
    },
    async ({ store, query }) => {
      // An organization has no roles of its own.
      if (query.type === 'organization' || query.owner_id !== undefined)
        return offsetPage('roles', query, [], async () => 0)
      const filter = query.name_filter === undefined ? {} : { name: query.name_filter }
      const found = await store.roles.list(filter, windowOf(query))
      return offsetPage('roles', query, found.map(shownRole), () => store.roles.count(filter))
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
            ...acceptedProperties(ROLE_UNENFORCED),
          },
          { additionalProperties: false },
        ),
        response: { 200: Role },
      },
    },
    async request => {
      const { store } = request
      const { name, description = '' } = enforcedOnly(request.body, ROLE_UNENFORCED)
      const now = new Date()
      return store.transaction(async tx => {
        const role = await tx.roles.create({ id: newRoleId(), name, description }, now)
        await tx.logs.write(managementEvent(request, 'Create a role'), now)
        return shownRole(role)
      })
    },
  )

  server.get(
    '/roles/:id',
    {
      config: { scopes: ['read:roles'], sdk: 'roles.get' },
      schema: { params: RoleParams, response: { 200: Role } },
    },
    async ({ store, params }) => {
      const role = await store.roles.find(params.id)
      if (!role) throw inexistentRole()
      return shownRole(role)
    },
  )

  server.patch(
    '/roles/:id',
    {
      config: { scopes: ['update:roles'], sdk: 'roles.update' },
      schema: {
        params: RoleParams,
        body: Type.Object(
          {
            name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
            description: Type.Optional(Type.String({ maxLength: 500 })),
            ...acceptedProperties(ROLE_UNENFORCED),
          },
          { additionalProperties: false },
        ),
        response: { 200: Role },
      },
    },
    async request => {
      const { params, store } = request
      const patch = enforcedOnly(request.body, ROLE_UNENFORCED)
      const now = new Date()
      return store.transaction(async tx => {
        const role = await tx.roles.update(params.id, patch)
        if (!role) throw inexistentRole()
        await tx.logs.write(managementEvent(request, 'Update a role'), now)
        return shownRole(role)
      })
    },
  )

  server.delete(
    '/roles/:id',
    {
      config: { scopes: ['delete:roles'], sdk: 'roles.delete' },
      schema: { params: RoleParams, response: { 200: Type.Object({}) } },
    },
    async request => {
      const { params, store } = request
      const now = new Date()
      return store.transaction(async tx => {
        if (!(await tx.roles.remove(params.id))) throw inexistentRole()
        await tx.logs.write(managementEvent(request, 'Delete a role'), now)
        return {}
      })
    },
  )
}
