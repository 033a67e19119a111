import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { holds, insufficientScope, managementEvent } from '../route.ts'
import { BOTH, demandBoth, type SessionsOptions } from '../sessions/session.ts'
import { UserParams } from './user.ts'

export const userRevokeAccess: FastifyPluginAsyncTypebox<SessionsOptions> = async (server, { endSessions }) => {
  server.post(
    '/users/:id/revoke-access',
    {
      config: { scopes: BOTH, sdk: 'users.revokeAccess' },
      schema: {
        params: UserParams,
        body: Type.Object(
          {
            session_id: Type.Optional(
              Type.String({ minLength: 1, maxLength: 50, description: 'This session alone, and what hangs on it' }),
            ),
            preserve_refresh_tokens: Type.Boolean({ default: false }),
          },
          { additionalProperties: false },
        ),
        response: { 202: Type.Null() },
      },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const refresh_tokens = !body.preserve_refresh_tokens
      if (refresh_tokens) demandBoth(request)
      else if (!holds(request, 'delete:sessions')) throw insufficientScope(['delete:sessions'])
      const now = new Date()
      const which = body.session_id === undefined ? {} : { id: body.session_id }
      await store.transaction(async tx => {
        await endSessions(tx, { user_id: params.id, ...which, refresh_tokens, initiator: 'session-revoked' }, now)
        await tx.logs.write(managementEvent(request, "Revoke a user's access", { user_id: params.id }), now)
      })
      return reply.code(202).send(null)
    },
  )
}
