// The page that says what went wrong. Nothing internal: a kind, what the caller may read, and a request id that the log knows too.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorPage } from '../http/pages.ts'
import { readableError } from '../http/server.ts'
import { isLostInteraction } from '../oidc/interaction.ts'
import { appOfLostInteraction, homeOf, type Room, show, shownClient, shownTenant } from './visit.ts'

export type Problem = Pick<ErrorPage, 'kind' | 'error' | 'error_description' | 'unverified_host'>

const KINDS: { [status: number]: ErrorPage['kind'] } = {
  400: 'invalid',
  403: 'denied',
  404: 'notFound',
  413: 'invalid',
  415: 'invalid',
  429: 'tooMany',
  503: 'unavailable',
}

export async function showError(
  room: Pick<Room, 'views'>,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  problem: Problem,
  back?: string | undefined,
): Promise<FastifyReply> {
  return show(
    room,
    reply,
    'error/error',
    { tenant: await tenantOrNone(request), ...problem, request_id: request.id, links: { back } },
    status,
  )
}

/** The page about a database that is away must not ask the database. */
async function tenantOrNone(request: FastifyRequest) {
  try {
    return await shownTenant(request.store)
  } catch {
    return { friendly_name: 'Lintel' }
  }
}

/** The error handler of everything that a person sees. */
export const answerWithPage =
  (room: Pick<Room, 'views'>) =>
  async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (isLostInteraction(thrown)) {
      const client = await appOfLostInteraction(request)
      const back = await homeOf(request.store, client)
      return show(
        room,
        reply,
        'error/error',
        {
          tenant: await shownTenant(request.store),
          client: client && shownClient(client),
          // Who has just been sent here has a cookie, unless the browser keeps none.
          kind: request.headers.cookie === undefined ? 'noCookies' : 'expired',
          request_id: request.id,
          links: { back },
        },
        400,
      )
    }
    const error = readableError(thrown)
    const status = error?.statusCode ?? 500
    if (status >= 500) request.log.error({ err: error?.cause ?? thrown }, 'request failed')
    if (status === 503) reply.header('retry-after', '1')
    const kind = KINDS[status] ?? 'unknown'
    return showError(room, request, reply, status, {
      kind,
      error_description: kind === 'invalid' ? error?.message : undefined,
    })
  }
