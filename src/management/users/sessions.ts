import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { checkpointPage, checkpointQuery, checkpointReply, offsetQuery } from '../../http/paging.ts'
import { managementEvent } from '../route.ts'
import { Session, type SessionsOptions, shownSession } from '../sessions/session.ts'
import { inexistentUser, UserParams } from './user.ts'

export const userSessions: FastifyPluginAsyncTypebox<SessionsOptions> = async (server, { endSessions }) => {
  server.get(
    '/users/:id/sessions',
    {
      config: { scopes: ['read:sessions'], sdk: 'users.sessions.list' },
      schema: {
        params: UserParams,
        // Auth0 takes include_totals here, and answers the same.
        querystring: Type.Object(
          { ...checkpointQuery, include_totals: offsetQuery.include_totals },
          { additionalProperties: false },
        ),
        response: { 200: checkpointReply('sessions', Session) },
      },
    },
    async ({ store, params, query }) => {
      if (!(await store.users.exists(params.id))) throw inexistentUser()
      const now = new Date()
      return checkpointPage(
        'sessions',
        query,
        async (from, take) => (await store.sessions.listAfter(params.id, from, take, now)).map(shownSession),
        session => session.id,
      )
    },
  )

  server.delete(
    '/users/:id/sessions',
    {
      config: { scopes: ['delete:sessions'], sdk: 'users.sessions.delete' },
      schema: { params: UserParams, response: { 202: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.users.exists(params.id))) throw inexistentUser()
        await endSessions(tx, { user_id: params.id, initiator: 'session-revoked' }, now)
        await tx.logs.write(managementEvent(request, "Delete a user's sessions", { user_id: params.id }), now)
      })
      return reply.code(202).send(null)
    },
  )
}
