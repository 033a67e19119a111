// The pages that the protocol room shows without knowing them: the hallway hands them over.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorPage } from '../http/pages.ts'
import type { LoggedOut, PendingLogout, Waiting } from '../oidc/interaction.ts'
import type { TenantStore } from '../store/store.ts'
import { answerWithPage, showError } from './error.ts'
import { firstScreen, formTo, homeOf, type Room, show, shownClient, shownTenant } from './visit.ts'

export const LOGOUT_PATH = '/u/logout'

type Showing = Pick<Room, 'views'>
type OAuthProblem = { error: string; error_description?: string; stranger?: { host: string; url: string } }

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

/** Sends the browser on; by way of a page, where apps are to hear of the logout in this browser, or where there is no way on. */
export async function showLoggedOut(
  room: Showing,
  request: FastifyRequest,
  reply: FastifyReply,
  { client, target, frames }: LoggedOut,
): Promise<FastifyReply> {
  if (target !== undefined && frames.length === 0) return reply.redirect(target, 303)
  const tenant = await shownTenant(request.store)
  const data = { tenant, client: client && shownClient(client), frames }
  if (target !== undefined) return show(room, reply, 'logout/logout-continue', { ...data, links: { continue: target } })
  const home = client && (await homeOf(request.store, client))
  return show(room, reply, 'logout/logout-complete', { ...data, links: { continue: home } })
}

export const protocolPages = (room: Showing & Pick<Room, 'hasMail'>) => ({
  /** A ticket is spent on the way there, and not by whoever only asks for the way. */
  first: async (store: TenantStore, waiting: Waiting) =>
    waiting.params.login_ticket === undefined
      ? `/u/${waiting.uid}/${await firstScreen(room, store, waiting)}`
      : `/u/${waiting.uid}`,
  error: (request: FastifyRequest, reply: FastifyReply, status: number, problem: OAuthProblem) => {
    const { error, error_description, stranger } = problem
    const shown = { kind: KINDS[error] ?? 'invalid', error, error_description, unverified_host: stranger?.host }
    return showError(room, request, reply, status, shown, stranger?.url)
  },
  failure: answerWithPage(room),
  logout: (request: FastifyRequest, reply: FastifyReply, pending: PendingLogout) =>
    askLogout(room, request, reply, pending, 200),
  loggedOut: (request: FastifyRequest, reply: FastifyReply, done: LoggedOut) =>
    showLoggedOut(room, request, reply, done),
})
