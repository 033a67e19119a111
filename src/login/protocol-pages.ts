// The pages that the protocol room shows without knowing them: the hallway hands them over.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorPage } from '../http/pages.ts'
import type { PendingLogout } from '../oidc/interaction.ts'
import type { Client } from '../store/clients.ts'
import { answerWithPage, showError } from './error.ts'
import { formTo, homeOf, type Room, show, shownClient, shownTenant } from './visit.ts'

export const LOGOUT_PATH = '/u/logout'

type Showing = Pick<Room, 'views'>
type OAuthProblem = { error: string; error_description?: string }

const KINDS: { [error: string]: ErrorPage['kind'] } = {
  access_denied: 'denied',
  temporarily_unavailable: 'unavailable',
  server_error: 'unknown',
}

export async function askLogout(
  room: Showing,
  request: FastifyRequest,
  reply: FastifyReply,
  { account, client, fields }: PendingLogout,
  status: number,
): Promise<FastifyReply> {
  return show(
    room,
    reply,
    'logout/logout',
    {
      tenant: await shownTenant(request.store),
      client: client && shownClient(client),
      ...formTo(request, reply, LOGOUT_PATH),
      fields,
      user: { name: account.email ?? account.username ?? account.name ?? account.user_id },
    },
    status,
  )
}

export async function showLoggedOut(
  room: Showing,
  request: FastifyRequest,
  reply: FastifyReply,
  client: Client | undefined,
): Promise<FastifyReply> {
  return show(room, reply, 'logout/logout-complete', {
    tenant: await shownTenant(request.store),
    client: client && shownClient(client),
    links: { continue: client && (await homeOf(request.store, client)) },
  })
}

export const protocolPages = (room: Showing) => ({
  error: (request: FastifyRequest, reply: FastifyReply, status: number, { error, error_description }: OAuthProblem) =>
    showError(room, request, reply, status, { kind: KINDS[error] ?? 'invalid', error, error_description }),
  failure: answerWithPage(room),
  logout: (request: FastifyRequest, reply: FastifyReply, pending: PendingLogout) =>
    askLogout(room, request, reply, pending, 200),
  loggedOut: (request: FastifyRequest, reply: FastifyReply, client: Client | undefined) =>
    showLoggedOut(room, request, reply, client),
})
