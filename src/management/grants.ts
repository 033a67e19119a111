import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../http/paging.ts'
import { MAX_CLIENT_ID } from '../ids.ts'
import type { Consent } from '../store/consents.ts'
import { managementEvent } from './route.ts'
import { UserId } from './users/user.ts'

/** A user's standing permission to a client: the store calls it a consent. */
export const Grant = Type.Object(
  {
    id: Type.String(),
    clientID: Type.String(),
    user_id: Type.String(),
    audience: Type.String(),
    scope: Type.Array(Type.String()),
  },
  { title: 'Grant' },
)

const shownGrant = ({ client_id: clientID, ...consent }: Consent) => ({ ...consent, clientID })

export const grants: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/grants',
    {
      config: { scopes: ['read:grants'], sdk: 'userGrants.list' },
      schema: {
        querystring: Type.Object(
          {
            ...offsetQuery,
            user_id: Type.Optional(UserId),
            client_id: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID })),
            audience: Type.Optional(Type.String({ minLength: 1, maxLength: 600 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: offsetReply('grants', Grant) },
      },
    },
    async ({ store, query }) => {
      const { user_id, client_id, audience } = query
      const filter = {
        ...(user_id === undefined ? {} : { user_id }),
        ...(client_id === undefined ? {} : { client_id }),
        ...(audience === undefined ? {} : { audience }),
      }
      const page = await store.consents.list(filter, windowOf(query))
      return offsetPage('grants', query, page.map(shownGrant), () => store.consents.count(filter))
    },
  )

  server.delete(
    '/grants',
    {
      config: { scopes: ['delete:grants'], sdk: 'userGrants.deleteByUserId' },
      schema: {
        querystring: Type.Object({ user_id: UserId }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { store, query } = request
      const { user_id } = query
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.consents.remove({ user_id }, now))) return
        await tx.logs.write(managementEvent(request, "Delete a user's grants", { user_id }), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.delete(
    '/grants/:id',
    {
      config: { scopes: ['delete:grants'], sdk: 'userGrants.delete' },
      schema: {
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 50 }) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.consents.remove({ id: params.id }, now))) return
        await tx.logs.write(managementEvent(request, 'Delete a grant'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
