// Log-out: the confirmation's form. The question itself is asked by protocol-pages.ts, wherever the protocol finds that it must be.
import type { FastifyInstance } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import { finishLogout, readLogout } from '../oidc/interaction.ts'
import { readForm } from './form.ts'
import { askLogout, LOGOUT_PATH, showLoggedOut } from './protocol-pages.ts'
import type { Room } from './visit.ts'

export function logout(server: FastifyInstance, room: Room): void {
  server.post(LOGOUT_PATH, async (request, reply) => {
    const { action } = readForm(request, ['action'])
    const pending = await readLogout(request)
    if (!pending)
      return (await finishLogout(request, reply, { confirmed: true })) ?? showLoggedOut(room, request, reply, undefined)
    if (!isOwnForm(request)) return askLogout(room, request, reply, pending, 403)
    if (action === 'accept') {
      return (
        (await finishLogout(request, reply, { confirmed: true })) ?? showLoggedOut(room, request, reply, pending.client)
      )
    }
    // Nowhere to go back to: the question stands.
    if (action === 'deny')
      return (await finishLogout(request, reply, { confirmed: false })) ?? askLogout(room, request, reply, pending, 200)
    return askLogout(room, request, reply, pending, 400)
  })
}
