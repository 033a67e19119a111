import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { managementEvent } from '../route.ts'
import type { SessionsOptions, TellOfEnd } from '../sessions/session.ts'
import { ConnectionParams, inexistentConnection } from './connection.ts'

export const connectionUsers: FastifyPluginAsyncTypebox<SessionsOptions & TellOfEnd> = async (
  server,
  { endSessions, tellOfEnd },
) => {
  server.delete(
    '/connections/:id/users',
    {
      config: { scopes: ['delete:users'], sdk: 'connections.users.deleteByEmail' },
      schema: {
        params: ConnectionParams,
        querystring: Type.Object(
          { email: Type.String({ format: 'email', description: 'By which the user signs in' }) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { store, params, query } = request
      const now = new Date()
      await store.transaction(async tx => {
        const connection = await tx.connections.find(params.id)
        if (!connection) throw inexistentConnection()
        if (connection.strategy !== 'auth0')
          throw new LintelError('operation_not_supported', 'Connection must be a database connection')
        const found = await tx.users.findCredentials(params.id, { email: query.email })
        if (!found) return
        const { user_id } = found
        await tx.users.listForUpdate([user_id])
        const identity = await tx.users.findIdentity(connection.strategy, found.identity_user_id)
        if (identity?.user_id !== user_id) return
        // Of a user who is somebody else's by now, this connection had one identity.
        if (identity.is_primary) await tellOfEnd(tx, (await tx.users.remove(user_id)) ?? [], 'account-deleted')
        else {
          await tx.users.removeIdentity(identity)
          const { connection_id } = identity
          await endSessions(tx, { user_id, connection_id, refresh_tokens: true, initiator: 'account-deleted' }, now)
        }
        const about = { user_id, connection_id: connection.id, connection: connection.name }
        await tx.logs.write(managementEvent(request, 'Delete a connection user', about), now)
      })
      return reply.code(204).send(null)
    },
  )
}
