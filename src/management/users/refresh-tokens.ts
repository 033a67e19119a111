import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { checkpointPage, checkpointQuery, checkpointReply, offsetQuery } from '../../http/paging.ts'
import { RefreshToken, shownRefreshToken } from '../refresh-tokens/refresh-token.ts'
import { managementEvent } from '../route.ts'
import { inexistentUser, UserParams } from './user.ts'

export const userRefreshTokens: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/users/:id/refresh-tokens',
    {
      config: { scopes: ['read:refresh_tokens'], sdk: 'users.refreshToken.list' },
      schema: {
        params: UserParams,
        // Auth0 takes include_totals here, and answers the same.
        querystring: Type.Object(
          { ...checkpointQuery, include_totals: offsetQuery.include_totals },
          { additionalProperties: false },
        ),
        response: { 200: checkpointReply('tokens', RefreshToken) },
      },
    },
    async ({ store, params, query }) => {
      const user_id = params.id
      if (!(await store.users.exists(user_id))) throw inexistentUser()
      const now = new Date()
      return checkpointPage(
        'tokens',
        query,
        async (from, take) =>
          (await store.refresh_tokens.listAfter({ user_id }, from, take, now)).map(shownRefreshToken),
        token => token.id,
      )
    },
  )

  server.delete(
    '/users/:id/refresh-tokens',
    {
      config: { scopes: ['delete:refresh_tokens'], sdk: 'users.refreshToken.delete' },
      schema: { params: UserParams, response: { 202: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.users.exists(params.id))) throw inexistentUser()
        await tx.grants.revoke({ user_id: params.id, offline: true }, now)
        await tx.logs.write(managementEvent(request, "Delete a user's refresh tokens", { user_id: params.id }), now)
      })
      return reply.code(202).send(null)
    },
  )
}
