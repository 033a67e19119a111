// What the pages have in common that a link in a mail opens. Opening one spends nothing, since mail scanners open links; the form does.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TenantStore } from '../store/store.ts'
import type { Ticket } from '../store/tickets.ts'
import { formTo, homeOf, shownClient, shownTenant } from './visit.ts'

/** For whom the page is. */
async function frameOf(store: TenantStore, ticket: Ticket | undefined) {
  const app = ticket?.client_id == null ? undefined : await store.facts.client(ticket.client_id)
  return { app, frame: { tenant: await shownTenant(store), client: app && shownClient(app) } }
}

/** With a form that spends it. In the form it is in no further URL. */
export async function ticketForm(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  raw: string,
  ticket: Ticket,
) {
  const { frame } = await frameOf(request.store, ticket)
  return { ...frame, ...formTo(request, reply, path), fields: { ticket: raw }, email: ticket.email }
}

/** What came of it, and the way back to the app. */
export async function ticketResult<Result extends string>(
  { store }: FastifyRequest,
  result: Result,
  ticket: Ticket | undefined,
) {
  const { app, frame } = await frameOf(store, ticket)
  return { ...frame, result, links: { continue: await homeOf(store, app) } }
}
