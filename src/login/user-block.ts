// Tries on an account were stopped: the page that the link in its owner's mail opens. Opening it spends nothing, since mail scanners open links;
// the button does. It lifts the block and makes this browser a device that the account is known on, so that whoever goes on trying elsewhere
// does not lock her out again.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { UserBlockResultPage } from '../http/pages.ts'
import type { Ticket } from '../store/tickets.ts'
import { findDatabase } from './connection.ts'
import { readForm } from './form.ts'
import { rememberDevice } from './known-device.ts'
import { ticketForm, ticketResult } from './ticket-page.ts'
import { eventOf, type Room, show } from './visit.ts'

const PATH = '/u/unblock'
const PURPOSE = 'unblock'

async function showResult(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  result: UserBlockResultPage['result'],
  ticket?: Ticket,
): Promise<FastifyReply> {
  const page = await ticketResult(request, result, ticket)
  return show(room, reply, 'user-block/user-block-result', page, result === 'lifted' ? 200 : 400)
}

export function userBlock(server: FastifyInstance, room: Room): void {
  async function showButton(request: FastifyRequest, reply: FastifyReply, raw: string, status: number) {
    const ticket = await request.store.tickets.find(raw, PURPOSE, new Date())
    if (ticket?.state !== 'live') return showResult(room, request, reply, 'invalid', ticket)
    return show(room, reply, 'user-block/user-block', await ticketForm(request, reply, PATH, raw, ticket), status)
  }

  server.get<{ Querystring: { ticket?: unknown } }>(PATH, async (request, reply) => {
    const { ticket } = request.query
    return showButton(request, reply, typeof ticket === 'string' ? ticket : '', 200)
  })

  server.post(PATH, async (request, reply) => {
    const { store } = request
    const now = new Date()
    const { ticket: raw } = readForm(request, ['ticket'])
    if (!isOwnForm(request)) return showButton(request, reply, raw, 403)

    const lifted = await store.transaction(async tx => {
      const ticket = await tx.tickets.consume(raw, PURPOSE, now)
      const email = ticket?.email
      if (!ticket || !email) return undefined
      const { user_id, connection_id, identity_user_id, client_id } = ticket
      // Bound to the account and to the address that it was sent to: one that was changed meanwhile lifts nothing any more.
      const holder = await tx.users.findCredentials(connection_id, { email })
      if (holder?.user_id !== user_id || holder.identity_user_id !== identity_user_id) return undefined
      await tx.attempts.forget(await tx.users.listSignInNames(user_id))
      await tx.tickets.consumeAll(ticket, now)
      const about = { connection: await findDatabase(tx, connection_id) }
      await tx.logs.write(
        eventOf(request, about, { type: 'ublkdu', user_id, user_name: email, client_id: client_id ?? undefined }),
        now,
      )
      return ticket
    })
    if (!lifted) return showResult(room, request, reply, 'invalid')
    const { connection_id, options } = lifted
    const { identifier } = options
    if (typeof identifier === 'string') rememberDevice(request, reply, room.seal.mac, { connection_id, identifier })
    return showResult(room, request, reply, 'lifted', lifted)
  })
}
