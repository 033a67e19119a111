import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { managementEvent } from './route.ts'
import {
  BOTH,
  demandBoth,
  inexistentSession,
  Session,
  SessionParams,
  type SessionsOptions,
  StringMetadata,
  shownSession,
} from './sessions/session.ts'

export const sessions: FastifyPluginAsyncTypebox<SessionsOptions> = async (server, { endSessions }) => {
  server.get(
    '/sessions/:id',
    {
      config: { scopes: ['read:sessions'], sdk: 'sessions.get' },
      schema: { params: SessionParams, response: { 200: Session } },
    },
    async ({ store, params }) => {
      const session = await store.sessions.find(params.id, new Date())
      if (!session) throw inexistentSession()
      return shownSession(session)
    },
  )

  server.patch(
    '/sessions/:id',
    {
      config: { scopes: ['update:sessions'], sdk: 'sessions.update' },
      schema: {
        params: SessionParams,
        body: Type.Object({ session_metadata: StringMetadata }, { additionalProperties: false }),
        response: { 200: Session },
      },
    },
    async request => {
      const { store, params, body } = request
      const now = new Date()
      const session = await store.transaction(async tx => {
        const updated = await tx.sessions.updateMetadata(params.id, body.session_metadata, now)
        if (!updated) throw inexistentSession()
        await tx.logs.write(managementEvent(request, 'Update a session', { user_id: updated.user_id }), now)
        return updated
      })
      return shownSession(session)
    },
  )

  // Its refresh tokens live on.
  server.delete(
    '/sessions/:id',
    {
      config: { scopes: ['delete:sessions'], sdk: 'sessions.delete' },
      schema: { params: SessionParams, response: { 202: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        const found = await tx.sessions.findById(params.id)
        if ((await endSessions(tx, { id: params.id, initiator: 'session-revoked' }, now)) === 0) return
        await tx.logs.write(managementEvent(request, 'Delete a session', { user_id: found?.user_id }), now)
      })
      return reply.code(202).send(null)
    },
  )

  server.post(
    '/sessions/:id/revoke',
    {
      config: { scopes: BOTH, sdk: 'sessions.revoke' },
      schema: { params: SessionParams, response: { 202: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      demandBoth(request)
      const now = new Date()
      await store.transaction(async tx => {
        const found = await tx.sessions.findById(params.id)
        if (!found) throw inexistentSession()
        await endSessions(tx, { id: params.id, refresh_tokens: true, initiator: 'session-revoked' }, now)
        const event = managementEvent(request, 'Revoke a session and its refresh tokens', { user_id: found.user_id })
        await tx.logs.write(event, now)
      })
      return reply.code(202).send(null)
    },
  )
}
