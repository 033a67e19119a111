// The try-it page and the front door of development mode: a small app on the issuer's own origin.
import type { FastifyInstance } from 'fastify'
import { type Room, show, shownTenant } from './visit.ts'

/** @property audience the API whose access token it shows */
export type TryIt = { client_id: string; audience: string }

export function tryIt(
  server: FastifyInstance,
  room: Room,
  { client_id, audience, mailbox }: TryIt & { mailbox: string | undefined },
): void {
  server.get('/', async (_request, reply) => reply.redirect('/try', 302))

  server.get('/try', async (request, reply) => {
    const { store } = request
    const { issuer } = store.tenant
    return show(room, reply, 'dev/try', {
      tenant: await shownTenant(store),
      issuer,
      client_id,
      redirect_uri: `${issuer}try`,
      audience,
      links: { mailbox },
    })
  })
}
