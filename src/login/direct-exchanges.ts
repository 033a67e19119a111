// What a network may have refused, at the token endpoint, of tokens that others have signed (Auth0: Custom Token Exchange).
import type { FastifyRequest } from 'fastify'
import type { Client } from '../store/clients.ts'
import { admitExchange, countRefusedExchange } from './throttles.ts'
import { eventOf } from './visit.ts'

export const directExchanges = {
  /** False: it has had too many. */
  async admit(request: FastifyRequest, client: Client, now: Date): Promise<boolean> {
    const { refused, reached } = await admitExchange(request.store, request.ip, now)
    if (reached) await request.store.logs.write(eventOf(request, { client }, { type: 'limit_mu' }), now)
    return !refused
  },
  countRefused: (request: FastifyRequest, now: Date): Promise<void> =>
    countRefusedExchange(request.store, request.ip, now),
}
