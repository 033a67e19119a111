// Where she is signed in, and the end of it.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { readUserAgent } from '../../http/user-agent.ts'
import { endSessions } from '../../oidc/interaction.ts'
import { readForm } from '../form.ts'
import { type Room, show } from '../visit.ts'
import { ACCOUNT, accountForm, enterAccount, enterAccountForm, type Mine, ownEvent } from './mine.ts'

export const SESSIONS = `${ACCOUNT}/sessions`
const MOST_SHOWN = 100

async function showSessions(mine: Mine): Promise<FastifyReply> {
  const { room, reply, store, tenant, user_id, session } = mine
  const sessions = await store.sessions.listAfter(user_id, undefined, MOST_SHOWN, new Date())
  return show(room, reply, 'account/account-sessions', {
    tenant,
    ...accountForm(mine, SESSIONS),
    sessions: sessions
      .map(({ id, device, authenticated_at, last_interacted_at }) => ({
        id,
        current: id === session.id,
        device: readUserAgent(device.last_user_agent as string | undefined),
        user_agent: device.last_user_agent as string | undefined,
        ip: device.last_ip as string | undefined,
        signed_in: authenticated_at,
        last_seen: last_interacted_at,
      }))
      .sort((a, b) => Number(b.current) - Number(a.current) || b.last_seen.getTime() - a.last_seen.getTime()),
  })
}

export function accountSessions(server: FastifyInstance, room: Room): void {
  const options = { path: SESSIONS, fresh: false }

  server.get(SESSIONS, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    return mine ? showSessions(mine) : reply
  })

  server.post(SESSIONS, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    const { store, user_id, session } = mine
    const { action } = readForm(request, ['action'])
    const now = new Date()
    if (action !== '' && action !== session.id)
      await store.transaction(async tx => {
        // Hers, whatever the form names.
        const which = action === 'all' ? { user_id, except_id: session.id } : { user_id, id: action }
        await endSessions(tx, { ...which, refresh_tokens: true, initiator: 'session-revoked' }, now)
        await tx.logs.write(ownEvent(mine, { type: 'slo', description: 'The user ended sessions of hers.' }), now)
      })
    return reply.redirect(SESSIONS, 303)
  })
}
