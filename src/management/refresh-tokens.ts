import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { checkpointPage, checkpointQuery, checkpointReply, fieldsQuery, pickFields } from '../http/paging.ts'
import { MAX_CLIENT_ID } from '../ids.ts'
import type { WhichGrants } from '../store/grants.ts'
import type { RefreshTokenFamily } from '../store/refresh-tokens.ts'
import {
  inexistentRefreshToken,
  RefreshToken,
  RefreshTokenParams,
  shownRefreshToken,
} from './refresh-tokens/refresh-token.ts'
import { managementEvent } from './route.ts'
import { StringMetadata } from './sessions/session.ts'
import { inexistentUser, UserId } from './users/user.ts'

const ClientId = Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID })

const Revocation = Type.Object(
  {
    ids: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 30 }), { minItems: 1, maxItems: 100 })),
    user_id: Type.Optional(UserId),
    client_id: Type.Optional(ClientId),
    audience: Type.Optional(Type.String({ minLength: 1, maxLength: 600 })),
  },
  { additionalProperties: false },
)

/** Auth0: `ids`; or a user, perhaps with one client, perhaps for one audience. */
function whichOf({ ids, user_id, client_id, audience }: Static<typeof Revocation>): WhichGrants {
  const others = user_id ?? client_id ?? audience
  if (ids !== undefined && others === undefined) return { refresh_token_ids: ids }
  if (ids !== undefined || user_id === undefined || (audience !== undefined && client_id === undefined))
    throw new LintelError(
      'invalid_body',
      'Invalid combination of parameters: specify ids; or user_id; or user_id and client_id; or user_id, client_id and audience.',
    )
  return {
    user_id,
    offline: true,
    ...(client_id === undefined ? {} : { client_id }),
    ...(audience === undefined ? {} : { audience }),
  }
}

export const refreshTokens: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/refresh-tokens',
    {
      config: { scopes: ['read:refresh_tokens'], sdk: 'refreshTokens.list' },
      schema: {
        querystring: Type.Object(
          { user_id: UserId, client_id: Type.Optional(ClientId), ...checkpointQuery, ...fieldsQuery },
          { additionalProperties: false },
        ),
        response: { 200: checkpointReply('refresh_tokens', RefreshToken) },
      },
    },
    async ({ store, query }) => {
      const { user_id, client_id } = query
      if (!(await store.users.exists(user_id))) throw inexistentUser()
      if (client_id !== undefined && !(await store.facts.client(client_id)))
        throw new LintelError('inexistent_client', 'The client does not exist.')
      const filter = { user_id, ...(client_id === undefined ? {} : { client_id }) }
      const now = new Date()
      const { refresh_tokens, ...page }: { refresh_tokens: RefreshTokenFamily[] } = await checkpointPage(
        'refresh_tokens',
        query,
        (from, take) => store.refresh_tokens.listAfter(filter, from, take, now),
        family => family.id,
      )
      const shown = refresh_tokens.map(each => pickFields(shownRefreshToken(each), query))
      return { ...page, refresh_tokens: shown } as never
    },
  )

  server.get(
    '/refresh-tokens/:id',
    {
      config: { scopes: ['read:refresh_tokens'], sdk: 'refreshTokens.get' },
      schema: { params: RefreshTokenParams, response: { 200: RefreshToken } },
    },
    async ({ store, params }) => {
      const family = await store.refresh_tokens.find(params.id, new Date())
      if (!family) throw inexistentRefreshToken()
      return shownRefreshToken(family)
    },
  )

  server.patch(
    '/refresh-tokens/:id',
    {
      config: { scopes: ['update:refresh_tokens'], sdk: 'refreshTokens.update' },
      schema: {
        params: RefreshTokenParams,
        body: Type.Object({ refresh_token_metadata: StringMetadata }, { additionalProperties: false }),
        response: { 200: RefreshToken },
      },
    },
    async request => {
      const { store, params, body } = request
      const now = new Date()
      const family = await store.transaction(async tx => {
        const updated = await tx.refresh_tokens.updateMetadata(params.id, body.refresh_token_metadata, now)
        if (!updated) throw inexistentRefreshToken()
        await tx.logs.write(managementEvent(request, 'Update a refresh token', { user_id: updated.user_id }), now)
        return updated
      })
      return shownRefreshToken(family)
    },
  )

  server.delete(
    '/refresh-tokens/:id',
    {
      config: { scopes: ['delete:refresh_tokens'], sdk: 'refreshTokens.delete' },
      schema: { params: RefreshTokenParams, response: { 202: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        const family = await tx.refresh_tokens.find(params.id, now)
        if (!family) return
        await tx.grants.revoke({ refresh_token_ids: [params.id] }, now)
        await tx.logs.write(managementEvent(request, 'Delete a refresh token', { user_id: family.user_id }), now)
      })
      return reply.code(202).send(null)
    },
  )

  server.post(
    '/refresh-tokens/revoke',
    {
      config: { scopes: ['delete:refresh_tokens'], sdk: 'refreshTokens.revoke' },
      schema: { body: Revocation, response: { 202: Type.Null() } },
    },
    async (request, reply) => {
      const { store, body } = request
      const { user_id, client_id, audience } = body
      const which = whichOf(body)
      const unknown = (what: string) => new LintelError('invalid_body', `${what} not found.`)
      if (user_id !== undefined && !(await store.users.exists(user_id))) throw unknown('User')
      if (client_id !== undefined && !(await store.facts.client(client_id))) throw unknown('Client')
      if (audience !== undefined && !(await store.facts.resource_server(audience))) throw unknown('Resource server')
      const now = new Date()
      await store.transaction(async tx => {
        await tx.grants.revoke(which, now)
        await tx.logs.write(managementEvent(request, 'Revoke refresh tokens', { user_id }), now)
      })
      return reply.code(202).send(null)
    },
  )
}
