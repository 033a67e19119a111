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
    const leave = async () =>
      showLoggedOut(room, request, reply, await finishLogout(request, reply, { confirmed: true }))
    if (!pending) return leave()
    if (!isOwnForm(request)) return askLogout(room, request, reply, pending, 403)
    if (action === 'accept') return leave()
    if (action !== 'deny') return askLogout(room, request, reply, pending, 400)
    const { target } = await finishLogout(request, reply, { confirmed: false })
    // Nowhere to go back to: the question stands.
    return target === undefined ? askLogout(room, request, reply, pending, 200) : reply.redirect(target, 303)
  })
}
